import { mulDivRound } from '#shared/money.ts'
import { type LineDraft, takeOff } from './line-draft.ts'
import { lowestPrice } from './line-price-rules.ts'
import { markCounted, type PromotionsHere, type TimedOffer, timedOffers } from './promotion-rules.ts'
import type { AppliedPromotion, PricingFacts } from './pricing-types.ts'

type Offer = { unitPriceCents: number; priceListId: string } | (TimedOffer & { priceListId?: undefined })

/**
 * The second step of R20: member price XOR timed discount, line by line, whichever is lower; a timed discount stands on a price
 * list or is a promotion. Neither ever raises a price. A tie goes to the member price, so that a member sees the benefit they
 * have, and among timed ones to the price list. Returns the timed promotions that won a line.
 */
export function applyReducedPrices(
  drafts: readonly LineDraft[],
  here: PromotionsHere,
  facts: PricingFacts,
): AppliedPromotion[] {
  const promoted = timedOffers(here)
  const applied = new Map<string, AppliedPromotion>()
  for (const draft of drafts) {
    if (!draft.product.isDiscountable) continue
    const before = draft.unitPriceCents
    const member = facts.member ? lowestPrice('member', draft.product, before, facts) : undefined
    const timed = lowerOf(lowestPrice('timed', draft.product, before, facts), promoted.get(draft))
    const isMemberBetter =
      member !== undefined && (timed === undefined || member.unitPriceCents <= timed.unitPriceCents)
    const best = isMemberBetter ? member : timed
    if (!best || best.unitPriceCents >= before) continue
    const offCents = reduce(draft, best, isMemberBetter, (isMemberBetter ? timed : member)?.unitPriceCents)
    if ('promotion' in best) noteUse(applied, best, draft, offCents)
  }
  return [...applied.values()]
}

function lowerOf(listed: Offer | undefined, promoted: Offer | undefined): Offer | undefined {
  if (!listed || !promoted) return listed ?? promoted
  return promoted.unitPriceCents < listed.unitPriceCents ? promoted : listed
}

function reduce(draft: LineDraft, best: Offer, isMember: boolean, beatenUnitPriceCents: number | undefined): number {
  const { unitPriceCents } = best
  // A printed amount is scaled by the two unit prices: going through the derived weight would round twice.
  const reducedCents =
    draft.line.embeddedCents === undefined
      ? mulDivRound(unitPriceCents, draft.quantityMilli, 1000)
      : mulDivRound(draft.grossCents, unitPriceCents, draft.unitPriceCents)
  const offCents = draft.netCents - reducedCents
  takeOff(draft, isMember ? 'member_price' : 'timed_price', offCents, {
    unitPriceCents,
    ...('promotion' in best
      ? { promotionId: best.promotion.promotionId, name: best.promotion.name }
      : { priceListId: best.priceListId }),
    ...(beatenUnitPriceCents !== undefined && { beatenUnitPriceCents }),
  })
  draft.unitPriceCents = unitPriceCents
  draft.isMemberPriced = isMember
  return offCents
}

function noteUse(
  applied: Map<string, AppliedPromotion>,
  { promotion }: TimedOffer,
  draft: LineDraft,
  offCents: number,
): void {
  const { promotionId, version, name, isCounted } = promotion
  markCounted(promotion, [draft])
  const use = applied.get(promotionId) ?? { promotionId, version, name, times: 1, offCents: 0, isCounted }
  applied.set(promotionId, { ...use, offCents: use.offCents + offCents })
}
