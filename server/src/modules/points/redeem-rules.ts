import { mulDivRound } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/** How points pay: `points` of them are worth `worthCents`. Plain JSON, for server and till. */
export type RedeemRule = {
  points: number
  worthCents: number
  /** The fewest points that one sale takes, and the step above it. A step is worth whole cents. */
  minPoints: number
  stepPoints: number
  /** The largest share of a sale's net that points pay. */
  maxShareBps: number
  /** A redemption day that holds at this till now. */
  day?: RedeemDay | null
}

/** A day on which points are worth more at the till: `rateBps` of their worth, as far as its budget of points reaches. */
export type RedeemDay = { specialId: string; name: string; rateBps: number; leftPoints: number | null }

export const returnPolicies = ['void', 'grace', 'as_new'] as const

/**
 * What becomes of redeemed points that come back after their lot expired (R15): nothing, some more days, or a life as newly
 * earned. Shown in the published rules.
 */
export type ReturnPolicy = (typeof returnPolicies)[number]

/** A published version of how points are spent. */
export type RedeemPolicy = {
  version: number
  rule: RedeemRule
  returnedExpired: ReturnPolicy
  graceDays: number
}

export type RedeemRefusalCode = 'points_not_accepted' | 'points_too_few' | 'points_not_in_steps' | 'points_over_share'

/** How many points more it would take without the day: rounded up, so that no budget gives more than it has. */
export function givenUpOn({ rateBps }: Pick<RedeemDay, 'rateBps'>, points: number): number {
  return Number((BigInt(points) * BigInt(rateBps - 10_000) + 9_999n) / 10_000n)
}

/** The day that so many points are worth more on; null where none holds, or its budget does not reach: then their worth is the plain one. */
export function dayFor({ day }: RedeemRule, points: number): RedeemDay | null {
  return day && (day.leftPoints === null || givenUpOn(day, points) <= day.leftPoints) ? day : null
}

/** What so many points are worth, in cents; exact for whole steps, rounded down on a redemption day. */
export function worthOf(rule: RedeemRule, points: number): number {
  const day = dayFor(rule, points)
  if (!day) return mulDivRound(points, rule.worthCents, rule.points)
  const exact = BigInt(points) * BigInt(rule.worthCents) * BigInt(day.rateBps)
  return Number(exact / (BigInt(rule.points) * 10_000n))
}

/** The cents that points may pay of a sale: its share, rounded down. */
function capCents(rule: RedeemRule, netCents: number): number {
  return Number((BigInt(netCents) * BigInt(rule.maxShareBps)) / 10_000n)
}

/**
 * The most points that a sale takes from somebody who has `availablePoints`; 0 where the least is out of reach. On a redemption day
 * whose budget would not reach for them, the most at their plain worth.
 */
export function mostPoints(rule: RedeemRule, netCents: number, availablePoints: number): number {
  const { day } = rule
  if (!day || !dayFor(rule, Math.max(rule.minPoints, rule.stepPoints)))
    return mostAt(rule, 10_000, netCents, availablePoints)
  const most = mostAt(rule, day.rateBps, netCents, availablePoints)
  return dayFor(rule, most) ? most : mostAt(rule, 10_000, netCents, availablePoints)
}

function mostAt(rule: RedeemRule, rateBps: number, netCents: number, availablePoints: number): number {
  const worth = BigInt(rule.worthCents) * BigInt(rateBps)
  const byWorth = Number((BigInt(capCents(rule, netCents)) * BigInt(rule.points) * 10_000n) / worth)
  const most = Math.min(byWorth, availablePoints)
  const whole = most - (most % rule.stepPoints)
  return whole >= rule.minPoints ? whole : 0
}

/** Whether so many points may pay in a sale of `netCents`. Caps count what is owed after every discount (R20). */
export function checkRedeem(
  rule: RedeemRule | null,
  points: number,
  netCents: number,
): Refusal<RedeemRefusalCode> | undefined {
  if (!rule) return refuse('points_not_accepted')
  if (points < rule.minPoints) return refuse('points_too_few', { minPoints: rule.minPoints })
  if (points % rule.stepPoints !== 0) return refuse('points_not_in_steps', { stepPoints: rule.stepPoints })
  if (worthOf(rule, points) > capCents(rule, netCents)) {
    return refuse('points_over_share', { maxPoints: mostPoints(rule, netCents, points) })
  }
  return undefined
}

/** A rule is sound when every step is worth whole cents, and at least one. */
export function isSoundRule({ points, worthCents, stepPoints, minPoints }: RedeemRule): boolean {
  const worth = BigInt(stepPoints) * BigInt(worthCents)
  return worth > 0n && worth % BigInt(points) === 0n && minPoints % stepPoints === 0
}
