import type { Day } from '#shared/business-day.ts'
import type { CouponTerms } from './coupon-types.ts'

/** Members by what is known of them; what is left empty lets everybody through. Days are whole ones before today. */
export type Audience = {
  /** Levels, null for the base level; empty: any. */
  tierIds: readonly (string | null)[]
  /** Of each named field, one of these values. */
  fields: readonly { code: string; values: readonly (string | boolean)[] }[]
  /** Of each named field that is a number or a date: not below, not beyond; null is no bound on that side. Left out: none are asked. */
  ranges?: readonly FieldRange[] | undefined
  /** Solar months (1 to 12) into which the next birthday falls; empty: any. */
  birthdayMonths: readonly number[]
  /** Home stores; empty: any. */
  storeIds: readonly string[]
  /** One of these tags at least; empty or left out: any. */
  tagIds?: readonly string[] | undefined
  /** None of these tags. */
  withoutTagIds?: readonly string[] | undefined
  /** Who bought nothing for so many days; who never did counts from joining. Null: asks nothing. */
  minDaysSinceVisit: number | null
  /** Who bought something within so many days. Null: asks nothing. */
  maxDaysSinceVisit: number | null
  /** What was bought less what came back, in the last `spendDays` days. Null: no bound on that side. */
  spendDays: number
  minSpendCents: number | null
  maxSpendCents: number | null
}

/** Bounds of a member's own field, both in it: numbers for a number, days (`YYYY-MM-DD`) for a date. */
export type FieldRange = { code: string; from: number | Day | null; until: number | Day | null }

/** Whether any sale has to be looked at: without it the members themselves say everything. */
export function asksOfSales(audience: Audience): boolean {
  const { minDaysSinceVisit, maxDaysSinceVisit, minSpendCents, maxSpendCents } = audience
  return [minDaysSinceVisit, maxDaysSinceVisit, minSpendCents, maxSpendCents].some((bound) => bound !== null)
}

/**
 * What became of the coupons of a kind whose time is over: the only honest guess at the next ones. Of those that still run, the used ones
 * are known and the rest are not, so that counting them would make every coupon look used.
 */
export type PastUse = { settled: number; uses: number; offCents: number }

export type IssueCost = {
  /** If everybody uses theirs at its most; null: a rate without a cap, or a gift without a price, has no most. */
  mostCents: number | null
  /** What so many usually come to, by this coupon's own past; null: too few have ended to say. */
  usualCents: number | null
  /** How many of a hundred hundredths are used, of the same past. */
  usedBps: number | null
}

/** Below so many coupons whose time is over a share says nothing. */
const fewestSettled = 20

/**
 * What handing out so many coupons may cost: at most, and as this kind usually went. Both end at what is left of the budget, for
 * a spent budget takes nothing more off.
 */
export function costOfIssue(
  benefit: CouponTerms['benefit'],
  facts: { count: number; leftCents: number | null; giftPriceCents: number | null; past: PastUse },
): IssueCost {
  const { count, leftCents, giftPriceCents, past } = facts
  const bounded = (cents: number) => (leftCents === null ? cents : Math.min(cents, leftCents))
  const each = mostOf(benefit, giftPriceCents)
  const hasPast = past.settled >= fewestSettled
  return {
    mostCents: each === null ? leftCents : bounded(each * count),
    usualCents: hasPast ? bounded(Math.round((past.offCents * count) / past.settled)) : null,
    usedBps: hasPast ? Math.round((Math.min(past.uses, past.settled) * 10_000) / past.settled) : null,
  }
}

function mostOf(benefit: CouponTerms['benefit'], giftPriceCents: number | null): number | null {
  if (benefit.kind === 'amount') return benefit.offCents
  if (benefit.kind === 'percent') return benefit.capCents
  return giftPriceCents === null ? null : Math.max(0, giftPriceCents - (benefit.priceCents ?? 0)) * benefit.quantity
}
