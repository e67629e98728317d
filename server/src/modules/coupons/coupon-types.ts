import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { RecurringTimes } from '#shared/recurring-times.ts'

/**
 * What a coupon gives, of the eligible lines after member prices and promotions, never more than they cost (R21).
 *
 * `gift` makes so many units of an item in the cart free, or lets them be had for `priceCents` each (换购); the item need not be
 * in the coupon's scope.
 */
export type CouponBenefit =
  | { kind: 'amount'; offCents: number }
  | { kind: 'percent'; offBps: number; capCents: number | null }
  | { kind: 'gift'; productId: string; quantity: number; priceCents?: number }

/** Of one group, at most one coupon per sale; without a group, any number together. */
export type CouponStacking = {
  group: string | null
  /** How many coupons of the same template one sale takes. */
  perSale: number
  /** False: lines that a promotion touched are not eligible. */
  withPromotions: boolean
  /** False: lines at a member price are not eligible. */
  withMemberPrice: boolean
}

/** What a coupon is worth and where: the part of a template that pricing evaluates. */
export type CouponTerms = {
  benefit: CouponBenefit
  /** The eligible lines must come to at least this; 0 asks nothing. */
  thresholdCents: number
  /** Items that are not discountable are never eligible. */
  scope: ItemScope
  /** Null: every store. */
  storeIds: readonly string[] | null
  times: RecurringTimes
  stacking: CouponStacking
  /** Lower goes first among several on one sale; ties by id. */
  priority: number
}

/** One coupon as pricing sees it: the terms of its template when it was issued. Plain JSON. */
export type Coupon = CouponTerms & {
  couponId: string
  templateId: string
  name: string
  /** Null: a bearer coupon, for whoever shows its code. Else only this member's sales take it. */
  memberId: string | null
  /** Instants as `Date.toISOString()` writes them, from (inclusive) and until (exclusive). */
  startsAt: string
  endsAt: string
}
