import { beginsFor } from '#modules/promotions/early-rules.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { mulDivRound } from '#shared/money.ts'
import { isAlways, isWithinTimes } from '#shared/recurring-times.ts'
import { compareIds, type LineDraft, spreadOff } from './line-draft.ts'
import { type CountingOffer, evaluateOffer, type OfferEffect } from './offer-rules.ts'
import { indexScopes, linesInScopes, type ScopeIndex } from './scope-index.ts'
import type { AppliedPromotion, PricedProduct, PricingFacts } from './pricing-types.ts'

type Counting = Promotion & { offer: CountingOffer }

/**
 * Promotions in their order, with the scopes turned round. Made once for a list, which is never changed. `heads` has the place of the
 * promotion whose first scope this is, none where it is another part of a bundle.
 */
type Prepared = { ordered: readonly Promotion[]; index: ScopeIndex; heads: readonly (number | undefined)[] }
const preparedOf = new WeakMap<readonly Promotion[], Prepared>()

function prepare(promotions: readonly Promotion[]): Prepared {
  const known = preparedOf.get(promotions)
  if (known) return known
  const ordered = [...promotions].sort((a, b) => a.priority - b.priority || compareIds(a.promotionId, b.promotionId))
  const heads: (number | undefined)[] = []
  const scopes = ordered.flatMap((promotion, place) => {
    const own = promotion.offer.kind === 'bundle' ? promotion.offer.parts.map(({ scope }) => scope) : [promotion.scope]
    own.forEach((_, part) => heads.push(part === 0 ? place : undefined))
    return own
  })
  const prepared = { ordered, index: indexScopes(scopes), heads }
  preparedOf.set(promotions, prepared)
  return prepared
}

function scopeCount({ offer }: Promotion): number {
  return offer.kind === 'bundle' ? offer.parts.length : 1
}

/** Whether a promotion holds here, now, for this customer. Instants compare as text: both are `toISOString()`. */
function holdsNow(promotion: Promotion, facts: PricingFacts): boolean {
  const { endsAt, storeIds, tierIds, isMembersOnly, times } = promotion
  if (facts.at < beginsFor(promotion, facts.member?.earlyHours ?? 0) || (endsAt !== null && facts.at >= endsAt))
    return false
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
  const { ordered, index, heads } = prepare(facts.promotions)
  // By id, as amounts are spread: then most need no sorting of their own.
  const byId = [...drafts].sort((a, b) => compareIds(a.line.lineId, b.line.lineId))
  const { byScope, reached } = linesInScopes(index, byId)
  const here: PromotionsHere = []
  // Scopes stand in the order of their promotions.
  for (const first of [...reached].sort((a, b) => a - b)) {
    const place = heads[first]
    if (place === undefined) continue
    const promotion = ordered[place]!
    const scopes = scopesReached(byScope, first, scopeCount(promotion))
    if (!scopes || without.includes(promotion.promotionId) || !holdsNow(promotion, facts)) continue
    here.push({ promotion, scopes })
  }
  return here
}

/** The lines of a promotion's scopes; undefined where one of them has none. */
function scopesReached(
  byScope: readonly (readonly LineDraft[] | undefined)[],
  first: number,
  count: number,
): (readonly LineDraft[])[] | undefined {
  const scopes: (readonly LineDraft[])[] = []
  for (let place = first; place < first + count; place++) {
    const lines = byScope[place]
    if (!lines) return undefined
    scopes.push(lines)
  }
  return scopes
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
  const rivalsIn = Map.groupBy(counting, ({ promotion }) => promotion.stacking.group)
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
    applied.push(...applyGroup(group, rivalsIn.get(group)!, cart))
  }
  return applied
}

type Rival = { each: PromotionsHere[number]; effect: OfferEffect | undefined; isStale: boolean }

function applyGroup(group: string, rivals: PromotionsHere, cart: readonly LineDraft[]): AppliedPromotion[] {
  const applied: AppliedPromotion[] = []
  let isTouched = cart.some((draft) => draft.promotionGroups.has(group))
  const tries = rivals.map((each): Rival => ({ each, effect: effectOf(each, cart), isStale: false }))
  const reaching = rivalsByLine(tries)
  for (;;) {
    let best: Rival | undefined
    for (const rival of tries) {
      if (rival.isStale) {
        rival.effect = effectOf(rival.each, cart)
        rival.isStale = false
      }
      if (!rival.effect || (isTouched && rival.each.promotion.stacking.per === 'sale')) continue
      if (best === undefined || rival.effect.offCents > best.effect!.offCents) best = rival
    }
    if (!best) return applied
    const { counted } = best.effect!
    applied.push(apply(best.each.promotion, best.effect!))
    if (best.each.promotion.stacking.per === 'sale') return applied
    isTouched = true
    tries.splice(tries.indexOf(best), 1)
    // Only what shares a line with it can have changed; added items may lie anywhere in the cart.
    for (const draft of counted) for (const rival of reaching.get(draft) ?? []) rival.isStale = true
    for (const rival of tries) if (rival.each.promotion.offer.kind === 'add_on') rival.isStale = true
  }
}

/** The rivals with a line in one of their scopes, by line. */
function rivalsByLine(tries: readonly Rival[]): ReadonlyMap<LineDraft, readonly Rival[]> {
  const reaching = new Map<LineDraft, Rival[]>()
  for (const rival of tries) {
    for (const lines of rival.each.scopes) {
      for (const draft of lines) {
        const known = reaching.get(draft)
        if (known) known.push(rival)
        else reaching.set(draft, [rival])
      }
    }
  }
  return reaching
}

function effectOf({ promotion, scopes }: PromotionsHere[number], cart: readonly LineDraft[]): OfferEffect | undefined {
  const { group, withMemberPrice } = promotion.stacking
  const isOpen = (draft: LineDraft) =>
    (withMemberPrice || !draft.isMemberPriced) && (group === null || !draft.promotionGroups.has(group))
  // Most often all of them are: then the very lists will do.
  const open = scopes.map((lines) => (lines.every(isOpen) ? lines : lines.filter(isOpen)))
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
