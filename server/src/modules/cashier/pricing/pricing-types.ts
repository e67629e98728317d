import type { CouponReason } from '#modules/coupons/coupon-rules.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import type { CampaignGift } from '#modules/points/campaign-types.ts'
import type { EarnRule } from '#modules/points/earn-rules.ts'
import type { RedeemRule } from '#modules/points/redeem-rules.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import type { Refusal } from '#shared/refusal.ts'

export type { EarnRule, RedeemRule }

/** The rule version that a quote, a sale and its refunds are computed under. Change it with any change of a sum. */
export const pricingVersion = 'pricing-2'

/** What pricing must know of a product, service or bundle. Prices are per whole unit, per kilogram for weighed goods. */
export type PricedProduct = {
  productId: string
  /** Its category and all categories above it. */
  categoryIds: readonly string[]
  listPriceCents: number
  /** Weighed goods are sold in thousandths; all others in whole units. */
  isWeighed: boolean
  /** False for tobacco, deposits and the like: no price list, no discount and no share of an order discount. */
  isDiscountable: boolean
  earnsPoints: boolean
  taxRateBps: number
}

/**
 * Prices that stand in for the list price.
 *
 * `store` replaces it for everybody, `member` is for members (of one tier, or of all when `tierId` is null),
 * `timed` is a time-limited discount for everybody. An item's own price wins over the list's rate.
 */
export type PriceList = {
  priceListId: string
  kind: 'store' | 'member' | 'timed'
  storeId: string | null
  tierId: string | null
  /** Instants as `Date.toISOString()` writes them, from (inclusive) and until (exclusive); null is open. */
  startsAt: string | null
  endsAt: string | null
  /** Of the price before, for discountable products without an item: 9,500 is 95 %. Null: only the items. */
  rateBps: number | null
  items: Readonly<Record<string, number>>
}

/** Everything a price depends on beside the cart. Plain JSON, so that server and till feed the function the same. */
export type PricingFacts = {
  at: string
  storeId: string
  /** The store's zone: promotions and coupons keep the hours of its clock. */
  timeZone: string
  /** `earlyHours`: by how much promotions open earlier for them, by a pass or their level. */
  member: { memberId: string; tierId: string | null; earlyHours?: number } | null
  products: Readonly<Record<string, PricedProduct>>
  priceLists: readonly PriceList[]
  promotions: readonly Promotion[]
  /** The coupons that the cart may name: those presented, or all that the member has. */
  coupons: readonly Coupon[]
  cashRounding: CashRounding
  earnRule: EarnRule | null
  /** Null: points do not pay. */
  redeemRule: RedeemRule | null
}

/** The smallest coin the drawer gives (1 where every cent exists), and how the cash part meets it. */
export type CashRounding = { stepCents: number; mode: 'nearest' | 'down' }

export type Discount = { kind: 'amount'; amountCents: number } | { kind: 'rate'; offBps: number }

export type CartLine = {
  lineId: string
  productId: string
  /** Thousandths of the unit. Left out only with `embeddedCents`, which it is then derived from. */
  quantityMilli?: number
  /** The amount that a scale printed into the barcode: the line costs exactly this at the price before discounts. */
  embeddedCents?: number
  discount?: Discount
}

export type Cart = {
  lines: readonly CartLine[]
  /** Promotions that the cart does without: they are used up, or not wanted. */
  withoutPromotionIds?: readonly string[]
  /** The coupons to be used, in any order. */
  couponIds?: readonly string[]
  orderDiscount?: Discount
  /** 抹零: cents given up at the end to make the sum round. */
  waiverCents?: number
}

/** In the order in which they pay: what is not money first, cash last because only cash gives change. */
export const tenderOrder = ['points', 'gift_card', 'stored_value', 'other', 'cash'] as const
export type TenderKind = (typeof tenderOrder)[number]

export type TenderRequest =
  /** What the points are worth follows from the rule. */
  | { tenderId: string; kind: 'points'; points: number }
  | { tenderId: string; kind: 'gift_card'; giftCardId: string; amountCents: number }
  | { tenderId: string; kind: 'stored_value'; amountCents: number }
  /** Money that moved outside: `paymentId` names the confirmed payment; without one it is the cashier's word. */
  | {
      tenderId: string
      kind: 'other'
      method?: string
      paymentId?: string
      /** In an exchange: the tender of the first sale whose money stays. */
      carriedTenderId?: string
      amountCents: number
    }
  | { tenderId: string; kind: 'cash'; receivedCents: number }

export type PriceStepCode =
  | 'list_price'
  | 'store_price'
  | 'embedded_price'
  | 'member_price'
  | 'timed_price'
  | 'promotion'
  | 'coupon'
  | 'line_discount'
  | 'order_discount'
  | 'waiver'

/** One reason of a line's price. A line's steps sum to its net, so the screen can answer "why this price". */
export type PriceStep = {
  code: PriceStepCode
  amountCents: number
  facts: Readonly<Record<string, string | number>>
}

export type PricedLine = {
  lineId: string
  productId: string
  quantityMilli: number
  isWeighed: boolean
  /** What one unit cost after member price or timed discount, before discounts given by hand. */
  unitPriceCents: number
  /** At list or store price, VAT included. */
  grossCents: number
  /** `grossCents − netCents`. */
  discountCents: number
  /** What the line costs after every step, VAT included: weight of allocations, basis of refunds. */
  netCents: number
  taxRateBps: number
  /** The VAT inside `netCents` (R23); the taxable amount is `netCents − taxCents`. */
  taxCents: number
  earnsPoints: boolean
  steps: PriceStep[]
}

/** A promotion that changed the sale: what it took off in all, and how many times over. */
export type AppliedPromotion = {
  promotionId: string
  version: number
  name: string
  times: number
  offCents: number
  /** Its uses are counted: booking takes one, and may be refused. */
  isCounted: boolean
}

/** A coupon that the cart names: what it took off, or why it takes nothing. */
export type AppliedCoupon = {
  couponId: string
  templateId: string
  name: string
  offCents: number
  misfit: Refusal<CouponMisfitCode> | null
}

/** Beside the coupon's own reasons (`whyNotUsable`): what of the cart or of the other coupons keeps it from being used. */
export type CouponMisfitCode =
  | CouponReason
  | 'coupon_not_found'
  | 'coupon_twice'
  | 'coupon_group_taken'
  | 'coupon_per_sale_reached'
  | 'coupon_without_items'
  | 'coupon_below_threshold'
  | 'coupon_gift_missing'

/** One line under the goods, signed: all that one cause took off. Gross and these sum to the net. */
export type Reduction = {
  code: Exclude<PriceStepCode, 'list_price' | 'store_price' | 'embedded_price'>
  /** The promotion, coupon or price list; null for what a person gave. */
  id: string | null
  name: string | null
  amountCents: number
}

export type PricedCart = {
  pricingVersion: string
  lines: PricedLine[]
  promotions: AppliedPromotion[]
  coupons: AppliedCoupon[]
  reductions: Reduction[]
  grossCents: number
  discountCents: number
  /** What the member owes: the sum of the lines' nets. */
  netCents: number
  taxCents: number
  /** The part of the discount that a person gave by hand: what a cashier's limit is compared with. */
  manualDiscountCents: number
  waiverCents: number
}

/** One part of the payment: `receivedCents = amountCents + roundingCents + changeCents`. */
export type PlannedTender = {
  tenderId: string
  kind: TenderKind
  method: string | null
  /** The gift card, or the payment outside; null for all others. */
  referenceId: string | null
  /** The tender of an exchanged sale whose money stayed; null for money that came now. */
  carriedTenderId: string | null
  /** The points spent; 0 for what is not points. */
  points: number
  /** The part of the net that this tender settles. */
  amountCents: number
  /** Cash only, signed: the drawer's smallest coin against the exact sum. */
  roundingCents: number
  receivedCents: number
  changeCents: number
}

export type PaidLine = PricedLine & {
  /** How the line was paid, in the order of the sale's `tenders`; sums to `netCents`. */
  tenderCents: number[]
  earnBasisCents: number
}

export type PricedSale = Omit<PricedCart, 'lines'> & {
  lines: PaidLine[]
  tenders: PlannedTender[]
  changeCents: number
  earnBasisCents: number
  /** Base and campaigns together. */
  pointsEarned: number
  /** The part of them that campaigns gave, with what each is pinned to. */
  gifts: CampaignGift[]
}
