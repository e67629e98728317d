import { addDays, type Day } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'
import type { RedeemRule } from './redeem-rules.ts'

/** A published version of what is done for points that end or have ended. */
export type RescuePolicy = {
  version: number
  /** So many days after they ended, a purchase of at least so much brings points back; 0: never. */
  graceDays: number
  minPurchaseCents: number
  /** How many days points live that came back. */
  lifeDays: number
  /** In so many last days points are worth more at the till; 0: never. `lastWorthCents` is for as many points as the redeem rule names. */
  lastDays: number
  lastWorthCents: number | null
}

/** A rule is sound when the last days are worth more than others, and every step of points whole cents. */
export function isSoundRescue({ lastDays, lastWorthCents }: RescuePolicy, redeem: RedeemRule | null): boolean {
  if ((lastDays === 0) !== (lastWorthCents === null)) return false
  if (lastWorthCents === null) return true
  if (!redeem || lastWorthCents <= redeem.worthCents) return false
  return (BigInt(redeem.stepPoints) * BigInt(lastWorthCents)) % BigInt(redeem.points) === 0n
}

/** Whether a day of ending lies within the last days, seen from today. */
export function isInLastDays({ lastDays }: Pick<RescuePolicy, 'lastDays'>, endsDay: Day, today: Day): boolean {
  return lastDays > 0 && endsDay >= today && endsDay < addDays(today, lastDays)
}

/**
 * What points are worth when some of them are in their last days: those are taken first (R10) and count more, the rest as usual. In
 * whole steps, so that every part is whole cents.
 */
export function worthInLastDays(
  rule: RedeemRule,
  lastWorthCents: number,
  points: number,
  lastDayPoints: number,
): number {
  const most = Math.min(points, lastDayPoints)
  const favoured = most - (most % rule.stepPoints)
  const more = mulDivRound(favoured, lastWorthCents, rule.points)
  return more + mulDivRound(points - favoured, rule.worthCents, rule.points)
}
