import { addDays, type Day, endOfLocalDay, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { areSoundTimes } from '#shared/recurring-times.ts'
import { type Refusal, refuse } from '#shared/refusal.ts'
import type { CouponTerms } from './coupon-types.ts'

/** The days on which a coupon is good, in the shop's own zone; the last one still counts (R11). */
export type CouponValidity =
  | { kind: 'fixed'; startsDay: Day; endsDay: Day }
  /** From so many days after it was issued, for so many days; 0 begins at once. */
  | { kind: 'after_issue'; startsAfterDays: number; days: number }

/** What a shop decides about a kind of coupon. Null limits are none. */
export type CouponTemplate = {
  name: string
  /** What the member reads beneath the name. */
  note: string
  terms: CouponTerms
  validity: CouponValidity
  isClaimable: boolean
  /** Taken from its link from then on, earlier by who has early access; null: at once. */
  claimOpensAt: Date | null
  totalLimit: number | null
  memberLimit: number | null
  /** The most that all coupons together take off; the sale that would go beyond is refused the coupon. */
  budgetCents: number | null
  returnGraceDays: number
}

export type TemplateRefusalCode = 'invalid_coupon_period' | 'invalid_coupon_hours' | 'invalid_coupon_budget'

/** What no schema says of a template: that its days and hours run forwards and its budget pays for one coupon at least. */
export function checkTemplate({
  terms,
  validity,
  budgetCents,
}: CouponTemplate): Refusal<TemplateRefusalCode> | undefined {
  if (validity.kind === 'fixed' && validity.startsDay > validity.endsDay) return refuse('invalid_coupon_period')
  if (!areSoundTimes(terms.times)) return refuse('invalid_coupon_hours')
  const { benefit } = terms
  if (budgetCents !== null && benefit.kind === 'amount' && budgetCents < benefit.offCents) {
    return refuse('invalid_coupon_budget', { offCents: benefit.offCents })
  }
  return undefined
}

/** From when (inclusive) until when (exclusive) a coupon issued now is good. Null: its fixed period is over. */
export function couponPeriod(
  validity: CouponValidity,
  at: Date,
  timeZone: string,
): { startsAt: Date; endsAt: Date } | null {
  if (validity.kind === 'fixed') {
    const period = {
      startsAt: startOfLocalDay(validity.startsDay, timeZone),
      endsAt: endOfLocalDay(validity.endsDay, timeZone),
    }
    return period.endsAt > at ? period : null
  }
  const firstDay = addDays(localDay(at, timeZone), validity.startsAfterDays)
  return {
    startsAt: validity.startsAfterDays === 0 ? at : startOfLocalDay(firstDay, timeZone),
    endsAt: endOfLocalDay(addDays(firstDay, validity.days - 1), timeZone),
  }
}
