import { type EarningLine, giveCampaigns, sumOfGifts } from '#modules/points/campaign-rules.ts'
import { assert } from '#shared/assert.ts'
import { maxCents, mulDivRound } from '#shared/money.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { applyCoupons, prepareCoupons } from './coupon-rules.ts'
import { applyLineDiscounts, applyOrderDiscount, applyWaiver, type DiscountRefusalCode } from './discount-rules.ts'
import type { LineDraft } from './line-draft.ts'
import { priceLine, type LineRefusalCode } from './line-price-rules.ts'
import { pricingVersion } from './pricing-types.ts'
import { applyPromotions, promotionsFor } from './promotion-rules.ts'
import { applyReducedPrices } from './reduced-price-rules.ts'
import { reductionsOf } from './reduction-rules.ts'
import type {
  AppliedPromotion,
  Cart,
  CouponMisfitCode,
  PaidLine,
  PricedCart,
  PricedLine,
  PricedSale,
  PricingFacts,
  TenderRequest,
} from './pricing-types.ts'
import { earnBasisOf, planTenders, pointsFor, shareTenders, type TenderRefusalCode } from './tender-plan-rules.ts'

export type CartRefusalCode =
  | 'cart_empty'
  | 'cart_too_long'
  | 'cart_line_twice'
  | 'amount_too_large'
  | 'coupons_too_many'
  | LineRefusalCode
  | DiscountRefusalCode
export type SaleRefusalCode = CartRefusalCode | CouponMisfitCode | TenderRefusalCode

/** A paper roll holds fewer; the bound keeps one request from pricing without end. */
const maxLines = 500
const maxCoupons = 20

/**
 * The price of a cart in the order of R20, each line with the steps that led to it. Shared by server and till.
 *
 * Line price → member price XOR timed discount → promotions → coupons → discounts by hand → waiver → VAT. Refuses empty or
 * malformed carts; no step takes a line below zero. A coupon that does not fit takes nothing and says why (`misfit`).
 */
export function priceCart(cart: Cart, facts: PricingFacts): PricedCart | Refusal<CartRefusalCode> {
  const couponIds = cart.couponIds ?? []
  if (couponIds.length > maxCoupons) return refuse('coupons_too_many', { maxCoupons })
  const started = priceToPromotions(cart, facts)
  if (isRefusal(started)) return started
  const { drafts, promotions } = started
  const coupons = applyCoupons(prepareCoupons(drafts, facts), couponIds)
  const misfit =
    applyLineDiscounts(drafts) ?? applyOrderDiscount(drafts, cart.orderDiscount) ?? applyWaiver(drafts, cart)
  if (misfit) return misfit
  return totalOf(drafts.map(withTax), { cart, promotions, coupons })
}

/** The first three steps of R20: what coupons see. */
export function priceToPromotions(
  cart: Cart,
  facts: PricingFacts,
): { drafts: LineDraft[]; promotions: AppliedPromotion[] } | Refusal<CartRefusalCode> {
  if (cart.lines.length === 0) return refuse('cart_empty')
  if (cart.lines.length > maxLines) return refuse('cart_too_long', { maxLines })
  const drafts: LineDraft[] = []
  const seen = new Set<string>()
  for (const line of cart.lines) {
    if (seen.has(line.lineId)) return refuse('cart_line_twice', { lineId: line.lineId })
    seen.add(line.lineId)
    const draft = priceLine(line, facts)
    if (isRefusal(draft)) return draft
    drafts.push(draft)
  }
  const here = promotionsFor(drafts, facts, cart.withoutPromotionIds)
  const timed = applyReducedPrices(drafts, here, facts)
  return { drafts, promotions: [...timed, ...applyPromotions(drafts, here)] }
}

/**
 * A cart with its tenders: what is shown, fingerprinted and then booked. Refuses what `priceCart` and `planTenders` refuse,
 * and a coupon that does not fit.
 */
export function priceSale(
  cart: Cart & { tenders: readonly TenderRequest[] },
  facts: PricingFacts,
): PricedSale | Refusal<SaleRefusalCode> {
  const priced = priceCart(cart, facts)
  if (isRefusal(priced)) return priced
  const unfit = priced.coupons.find((coupon) => coupon.misfit !== null)
  if (unfit) return refuse(unfit.misfit!.code, { ...unfit.misfit!.details, couponId: unfit.couponId })
  const tenders = planTenders(priced.netCents, cart.tenders, facts)
  if (isRefusal(tenders)) return tenders

  // Points are a member's: without one there is no basis to keep and nothing to reverse later.
  const rule = facts.member ? facts.earnRule : null
  const shares = shareTenders(
    priced.lines.map((line) => line.netCents),
    tenders,
  )
  const lines = priced.lines.map((line, index): PaidLine => {
    const tenderCents = shares[index]!
    return { ...line, tenderCents, earnBasisCents: earnBasisOf({ ...line, tenderCents }, tenders, rule) }
  })
  const earnBasisCents = sumOf(lines, 'earnBasisCents')
  const gifts = rule?.campaigns
    ? giveCampaigns(
        lines.map((line) => earningLine(line, facts)),
        rule,
      )
    : []
  return {
    ...priced,
    lines,
    tenders,
    changeCents: tenders.reduce((sum, tender) => sum + tender.changeCents, 0),
    earnBasisCents,
    pointsEarned: pointsFor(earnBasisCents, rule) + sumOfGifts(gifts),
    gifts,
  }
}

function earningLine(line: PaidLine, { products }: PricingFacts): EarningLine {
  const { lineId, productId, quantityMilli, isWeighed, earnBasisCents: basisCents } = line
  return { lineId, productId, quantityMilli, isWeighed, basisCents, categoryIds: products[productId]!.categoryIds }
}

/** VAT is inside the price (R23): tax = round(net · r / (1 + r)), per line. */
function withTax(draft: LineDraft): PricedLine {
  const { line, product, quantityMilli, unitPriceCents, grossCents, netCents, steps } = draft
  assert(netCents >= 0, 'no step takes a line below zero')
  const { taxRateBps } = product
  assert(Number.isInteger(taxRateBps) && taxRateBps >= 0, 'a tax rate is basis points from zero')
  return {
    lineId: line.lineId,
    productId: line.productId,
    quantityMilli,
    isWeighed: product.isWeighed,
    unitPriceCents,
    grossCents,
    discountCents: grossCents - netCents,
    netCents,
    taxRateBps,
    taxCents: mulDivRound(netCents, taxRateBps, 10_000 + taxRateBps),
    earnsPoints: product.earnsPoints,
    steps,
  }
}

function totalOf(
  lines: PricedLine[],
  { cart, promotions, coupons }: Pick<PricedCart, 'promotions' | 'coupons'> & { cart: Cart },
): PricedCart | Refusal<'amount_too_large'> {
  const grossCents = sumOf(lines, 'grossCents')
  if (grossCents > maxCents) return refuse('amount_too_large', { maxCents })
  const byHand = lines.flatMap((line) => line.steps.filter(({ code }) => handSteps.has(code)))
  return {
    pricingVersion,
    lines,
    promotions,
    coupons,
    reductions: reductionsOf(lines),
    grossCents,
    discountCents: sumOf(lines, 'discountCents'),
    netCents: sumOf(lines, 'netCents'),
    taxCents: sumOf(lines, 'taxCents'),
    manualDiscountCents: -byHand.reduce((sum, step) => sum + step.amountCents, 0) || 0,
    waiverCents: cart.waiverCents ?? 0,
  }
}

const handSteps: ReadonlySet<string> = new Set(['line_discount', 'order_discount', 'waiver'])

function sumOf<Key extends string>(lines: readonly Record<Key, number>[], key: Key): number {
  return lines.reduce((sum, line) => sum + line[key], 0)
}
