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
}

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

/** What so many points are worth, in cents; exact for whole steps. */
export function worthOf(rule: RedeemRule, points: number): number {
  return mulDivRound(points, rule.worthCents, rule.points)
}

/** The cents that points may pay of a sale: its share, rounded down. */
function capCents(rule: RedeemRule, netCents: number): number {
  return Number((BigInt(netCents) * BigInt(rule.maxShareBps)) / 10_000n)
}

/** The most points that a sale takes from somebody who has `availablePoints`; 0 where the least is out of reach. */
export function mostPoints(rule: RedeemRule, netCents: number, availablePoints: number): number {
  const byWorth = Number((BigInt(capCents(rule, netCents)) * BigInt(rule.points)) / BigInt(rule.worthCents))
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
