import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { RecurringTimes } from '#shared/recurring-times.ts'

/**
 * What a promotion gives. Thresholds test the amount of the eligible lines after the steps before it, and no more than that
 * amount is ever taken off (R21). Units are whole pieces; weighed goods count by amount only.
 */
export type PromotionOffer =
  /** 满减: the highest step reached; with `isRepeating` (one step only) again for every full threshold, up to `maxTimes`. */
  | {
      kind: 'threshold_off'
      steps: readonly { thresholdCents: number; offCents: number }[]
      isRepeating: boolean
      maxTimes: number | null
    }
  /** 满折: a rate off all eligible lines by the highest step reached, at most `capCents`. */
  | { kind: 'threshold_rate'; steps: readonly { thresholdCents: number; offBps: number }[]; capCents: number | null }
  /** 满件折: as `threshold_rate`, by the number of eligible units. */
  | { kind: 'quantity_rate'; steps: readonly { quantity: number; offBps: number }[]; capCents: number | null }
  /** 第 n 件: eligible units from dear to cheap, each nth reduced by the rate; 10,000 makes it free. */
  | { kind: 'nth_item'; n: number; offBps: number; maxTimes: number | null }
  /** 套餐价, 任选: so many units of each part for one price together; the dearest units that fit are taken first. */
  | {
      kind: 'bundle'
      parts: readonly { scope: ItemScope; quantity: number }[]
      priceCents: number
      maxTimes: number | null
    }
  /** 满赠, 换购: from the threshold on, up to `quantity` units of the offered items at their offered price; 0 is a gift. */
  | {
      kind: 'add_on'
      thresholdCents: number
      items: readonly { productId: string; priceCents: number }[]
      quantity: number
    }
  /** 限时折扣: a timed price of each unit, in place of the member price where it is lower (R20, the second step). */
  | { kind: 'item_rate'; offBps: number }
  | { kind: 'item_price'; prices: Readonly<Record<string, number>> }

/**
 * What a promotion may meet. Of one group, at most one promotion touches a line (`per: 'line'`) or a sale (`per: 'sale'`);
 * the best for the buyer is kept. Promotions without a group meet any other.
 */
export type PromotionStacking = {
  group: string | null
  per: 'line' | 'sale'
  /** False: lines that it touched take no coupon. */
  withCoupons: boolean
  /** False: lines at a member price are not eligible. */
  withMemberPrice: boolean
}

/** Who may have it, where and when; what it gives. The part of a promotion that the shop decides. */
export type PromotionTerms = {
  offer: PromotionOffer
  /** The eligible lines; a bundle's parts have their own. Items that are not discountable are never eligible. */
  scope: ItemScope
  /** Null: every store. */
  storeIds: readonly string[] | null
  isMembersOnly: boolean
  /** Null: members of any tier. A list makes it for members only. */
  tierIds: readonly string[] | null
  times: RecurringTimes
  stacking: PromotionStacking
  /** Lower goes first; ties by id. */
  priority: number
}

/** A promotion as pricing sees it: one version with the instants between which it runs. Plain JSON. */
export type Promotion = PromotionTerms & {
  promotionId: string
  version: number
  name: string
  /** Instants as `Date.toISOString()` writes them, from (inclusive) and until (exclusive); a null end is open. */
  startsAt: string
  endsAt: string | null
  /** No sooner for whoever has early access: this version did not hold before. Left out: nobody comes earlier. */
  earliestAt?: string
  /** Whether uses are counted: the sale then takes its use from the counters, and may be refused. */
  isCounted: boolean
}
