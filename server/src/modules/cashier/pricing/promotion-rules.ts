import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { mulDivRound } from '#shared/money.ts'
import { isAlways, isWithinTimes } from '#shared/recurring-times.ts'
import { compareIds, type LineDraft, spreadOff } from './line-draft.ts'
import { type CountingOffer, evaluateOffer, type OfferEffect } from './offer-rules.ts'
import { indexScopes, linesInScopes, type ScopeIndex } from './scope-index.ts'
import type { AppliedPromotion, PricedProduct, PricingFacts } from './pricing-types.ts'

type Counting = Promotion & { offer: CountingOffer }

/** Promotions in their order, with the scopes turned round. Made once for a list, which is never changed. */
type Prepared = { ordered: readonly Promotion[]; index: ScopeIndex; firstScope: readonly number[] }
const preparedOf = new WeakMap<readonly Promotion[], Prepared>()

function prepare(promotions: readonly Promotion[]): Prepared {
  const known = preparedOf.get(promotions)
  if (known) return known
  const ordered = [...promotions].sort((a, b) => a.priority - b.priority || compareIds(a.promotionId, b.promotionId))
  const firstScope: number[] = []
  const scopes = ordered.flatMap((promotion, place) => {
    const own = promotion.offer.kind === 'bundle' ? promotion.offer.parts.map(({ scope }) => scope) : [promotion.scope]
    firstScope.push((firstScope[place - 1] ?? 0) + (place === 0 ? 0 : scopeCount(ordered[place - 1]!)))
    return own
  })
  const prepared = { ordered, index: indexScopes(scopes), firstScope }
  preparedOf.set(promotions, prepared)
  return prepared
}

function scopeCount({ offer }: Promotion): number {
  return offer.kind === 'bundle' ? offer.parts.length : 1
}

/** Whether a promotion holds here, now, for this customer. Instants compare as text: both are `toISOString()`. */
function holdsNow(promotion: Promotion, facts: PricingFacts): boolean {
  const { startsAt, endsAt, storeIds, tierIds, isMembersOnly, times } = promotion
  if (facts.at < startsAt || (endsAt !== null && facts.at >= endsAt)) return false
  if (storeIds !== null && !storeIds.includes(facts.storeId)) return false
  if ((isMembersOnly || tierIds !== null) && !facts.member) return false
  if (tierIds !== null && (facts.member!.tierId === null || !tierIds.includes(facts.member!.tierId))) return false
  return isAlways(times) || isWithinTimes(times, new Date(facts.at), facts.timeZone)
}

/** What of the promotions touches a cart: the lines in each scope of those that hold now, in the order of application. */
export type PromotionsHere = { promotion: Promotion; scopes: readonly (readonly LineDraft[])[] }[]

/**
 * Finds the promotions that hold here, now, and reach a line (a bundle: one for each part). Scopes ask the item alone, so one
 * look serves every step.
 */
export function promotionsFor(
  drafts: readonly LineDraft[],
  facts: PricingFacts,
  without: readonly string[] = [],
): PromotionsHere {
  if (facts.promotions.length === 0) return []
  const { ordered, index, firstScope } = prepare(facts.promotions)
  // By id, as amounts are spread: then most need no sorting of their own.
  const byId = [...drafts].sort((a, b) => compareIds(a.line.lineId, b.line.lineId))
  const lines = linesInScopes(index, byId)
  const here: PromotionsHere = []
  ordered.forEach((promotion, place) => {
    const first = firstScope[place]!
    if (!lines.has(first)) return
    const scopes = Array.from({ length: scopeCount(promotion) }, (_, part) => lines.get(first + part) ?? [])
    if (scopes.some((own) => own.length === 0) || without.includes(promotion.promotionId)) return
    if (holdsNow(promotion, facts)) here.push({ promotion, scopes })
  })
  return here
}

/** The lowest timed price that a promotion gives a line, ties by the order of promotions; undefined where none lowers it. */
export type TimedOffer = { promotion: Promotion; unitPriceCents: number }

/** What a timed promotion makes of a unit price: its own, or the rate off the price before. */
export function timedPriceOf({ offer }: Promotion, product: PricedProduct, before: number): number | undefined {
  if (offer.kind === 'item_rate') return mulDivRound(before, 10_000 - offer.offBps, 10_000)
  if (offer.kind !== 'item_price' || !Object.hasOwn(offer.prices, product.productId)) return undefined
  return offer.prices[product.productId]
}

/** The best timed offer for each line (R20, second step: member price XOR timed discount is decided by the caller). */
export function timedOffers(here: PromotionsHere): Map<LineDraft, TimedOffer> {
  const best = new Map<LineDraft, TimedOffer>()
  for (const { promotion, scopes } of here) {
    if (promotion.offer.kind !== 'item_rate' && promotion.offer.kind !== 'item_price') continue
    for (const draft of scopes[0]!) {
      const unitPriceCents = timedPriceOf(promotion, draft.product, draft.unitPriceCents)
      if (unitPriceCents === undefined || unitPriceCents >= draft.unitPriceCents) continue
      if (unitPriceCents < (best.get(draft)?.unitPriceCents ?? Infinity)) best.set(draft, { promotion, unitPriceCents })
    }
  }
  return best
}

/** Notes that a promotion counted lines: its group is closed for them, and their coupons where it meets none. */
export function markCounted({ stacking }: Promotion, counted: readonly LineDraft[]): void {
  for (const draft of counted) {
    draft.isPromoted = true
    if (stacking.group !== null) draft.promotionGroups.add(stacking.group)
    if (!stacking.withCoupons) draft.takesCoupons = false
  }
}

/**
 * Takes the promotions off the lines (R20, third step), by priority, ties by id; each sees what those before it left (R21).
 *
 * A group stands where the first of its promotions that reach a line stands. Of one group, the promotion that takes most off goes first and closes the group for the lines it counted (`per: 'line'`) or for
 * the sale; a timed price closed it before. Ties in a group go to the earlier one.
 */
export function applyPromotions(drafts: readonly LineDraft[], here: PromotionsHere): AppliedPromotion[] {
  const counting = here.filter(({ promotion: { offer } }) => offer.kind !== 'item_rate' && offer.kind !== 'item_price')
  const cart = drafts.filter((draft) => draft.product.isDiscountable)
  const done = new Set<string>()
  const applied: AppliedPromotion[] = []
  for (const each of counting) {
    const { group } = each.promotion.stacking
    if (group === null) {
      const effect = effectOf(each, cart)
      if (effect) applied.push(apply(each.promotion, effect))
      continue
    }
    if (done.has(group)) continue
    done.add(group)
    const rivals = counting.filter(({ promotion }) => promotion.stacking.group === group)
    applied.push(...applyGroup(group, rivals, cart))
  }
  return applied
}

function applyGroup(group: string, rivals: PromotionsHere, cart: readonly LineDraft[]): AppliedPromotion[] {
  const applied: AppliedPromotion[] = []
  let isTouched = cart.some((draft) => draft.promotionGroups.has(group))
  const tries = rivals.map((each) => ({ each, effect: effectOf(each, cart) }))
  for (;;) {
    let best: (typeof tries)[number] | undefined
    for (const rival of tries) {
      if (!rival.effect || (isTouched && rival.each.promotion.stacking.per === 'sale')) continue
      if (best === undefined || rival.effect.offCents > best.effect!.offCents) best = rival
    }
    if (!best) return applied
    const { counted } = best.effect!
    applied.push(apply(best.each.promotion, best.effect!))
    if (best.each.promotion.stacking.per === 'sale') return applied
    isTouched = true
    tries.splice(tries.indexOf(best), 1)
    // Only what shares a line with it can have changed.
    const changed = new Set(counted)
    for (const rival of tries) {
      const { promotion, scopes } = rival.each
      const isAway =
        promotion.offer.kind !== 'add_on' && !scopes.some((lines) => lines.some((draft) => changed.has(draft)))
      if (!isAway) rival.effect = effectOf(rival.each, cart)
    }
  }
}

function effectOf({ promotion, scopes }: PromotionsHere[number], cart: readonly LineDraft[]): OfferEffect | undefined {
  const { group, withMemberPrice } = promotion.stacking
  const isOpen = (draft: LineDraft) =>
    (withMemberPrice || !draft.isMemberPriced) && (group === null || !draft.promotionGroups.has(group))
  const open = scopes.map((lines) => lines.filter(isOpen))
  if (open[0]!.length === 0) return undefined
  const { offer } = promotion as Counting
  return evaluateOffer(offer, open, offer.kind === 'add_on' ? cart.filter(isOpen) : cart)
}

function apply(promotion: Promotion, { lines, weights, offCents, times, counted }: OfferEffect): AppliedPromotion {
  const { promotionId, version, name, offer, isCounted } = promotion
  spreadOff(lines, 'promotion', offCents, { promotionId, name, kind: offer.kind, offCents, times }, weights)
  markCounted(promotion, counted)
  return { promotionId, version, name, times, offCents, isCounted }
}
