import { type LineDraft } from '#modules/cashier/pricing/line-draft.ts'
import { priceLine, type LineRefusalCode } from '#modules/cashier/pricing/line-price-rules.ts'
import type { PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import { promotionsFor } from '#modules/cashier/pricing/promotion-rules.ts'
import { applyReducedPrices } from '#modules/cashier/pricing/reduced-price-rules.ts'
import { mulDivRound } from '#shared/money.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'

export type BareLine = {
  lineId: string
  productId: string
  quantityMilli: number
  unitPriceCents: number
  netCents: number
  taxCents: number
}

/**
 * What goods without a receipt are worth: the lowest price that anybody pays for them here and now, by any price list, of any tier,
 * or a timed promotion. Nobody brings back for more than they may have bought for.
 */
export function lowestPrices(
  lines: readonly { lineId: string; productId: string; quantityMilli: number }[],
  facts: PricingFacts,
): BareLine[] | Refusal<LineRefusalCode> {
  const anybody = anybodyOf(facts)
  const drafts: LineDraft[] = []
  for (const line of lines) {
    const draft = priceLine(line, anybody)
    if (isRefusal(draft)) return draft
    drafts.push(draft)
  }
  applyReducedPrices(drafts, promotionsFor(drafts, anybody), anybody)
  return drafts.map(({ line, product, quantityMilli, unitPriceCents, netCents }) => ({
    lineId: line.lineId,
    productId: product.productId,
    quantityMilli,
    unitPriceCents,
    netCents,
    taxCents: mulDivRound(netCents, product.taxRateBps, 10_000 + product.taxRateBps),
  }))
}

/** The facts as they stand for whoever pays least: each tier's list and promotion holds. */
function anybodyOf(facts: PricingFacts): PricingFacts {
  return {
    ...facts,
    member: { memberId: 'anybody', tierId: null },
    priceLists: facts.priceLists.map((list) => ({ ...list, tierId: null })),
    promotions: facts.promotions.map((promotion) => ({ ...promotion, isMembersOnly: false, tierIds: null })),
    coupons: [],
  }
}
