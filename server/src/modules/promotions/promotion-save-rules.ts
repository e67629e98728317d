import { areSoundTimes } from '#shared/recurring-times.ts'
import { type Refusal, refuse } from '#shared/refusal.ts'
import type { PromotionOffer, PromotionTerms } from './promotion-types.ts'

/** What a shop says of a promotion. Null limits are none; a use is a sale that the promotion lowered. */
export type PromotionDraft = {
  name: string
  terms: PromotionTerms
  startsAt: Date
  /** Exclusive; null: until it is ended by hand. */
  endsAt: Date | null
  useLimit: number | null
  memberLimit: number | null
  /** The most that it takes off altogether. */
  budgetCents: number | null
}

export type PromotionDraftRefusal = Refusal<
  'invalid_promotion_period' | 'invalid_promotion_hours' | 'invalid_promotion_steps' | 'invalid_promotion_scope'
>

/** What no schema says of a promotion: periods and hours run forwards, steps rise and give more, a bundle is of several units. */
export function checkPromotion({ terms, startsAt, endsAt }: PromotionDraft): PromotionDraftRefusal | undefined {
  if (endsAt && startsAt >= endsAt) return refuse('invalid_promotion_period')
  if (!areSoundTimes(terms.times)) return refuse('invalid_promotion_hours')
  const { of, productIds, categoryIds } = terms.scope
  const needsScope = terms.offer.kind !== 'bundle' && terms.offer.kind !== 'item_price'
  if (needsScope && of === 'listed' && productIds.length + categoryIds.length === 0) {
    return refuse('invalid_promotion_scope')
  }
  return areSoundSteps(terms.offer) ? undefined : refuse('invalid_promotion_steps')
}

function areSoundSteps(offer: PromotionOffer): boolean {
  switch (offer.kind) {
    case 'threshold_off':
      return (
        rise(offer.steps.map(({ thresholdCents, offCents }) => [thresholdCents, offCents])) &&
        offer.steps.every(({ thresholdCents, offCents }) => offCents <= thresholdCents) &&
        (!offer.isRepeating || offer.steps.length === 1)
      )
    case 'threshold_rate':
      return rise(offer.steps.map(({ thresholdCents, offBps }) => [thresholdCents, offBps]))
    case 'quantity_rate':
      return rise(offer.steps.map(({ quantity, offBps }) => [quantity, offBps]))
    case 'bundle':
      return offer.parts.reduce((units, { quantity }) => units + quantity, 0) > 1
    case 'add_on':
      return new Set(offer.items.map(({ productId }) => productId)).size === offer.items.length
    case 'item_price':
      return Object.keys(offer.prices).length > 0
    case 'nth_item':
    case 'item_rate':
      return true
  }
}

/** Steps from low to high, each giving more than the one before. */
function rise(steps: readonly (readonly [from: number, off: number])[]): boolean {
  return steps.every(([from, off], index) => index === 0 || (from > steps[index - 1]![0] && off > steps[index - 1]![1]))
}

/** Every product that a promotion names. */
export function productsNamed({ offer, scope }: PromotionTerms): string[] {
  const scopes = offer.kind === 'bundle' ? [scope, ...offer.parts.map((part) => part.scope)] : [scope]
  const own =
    offer.kind === 'add_on'
      ? offer.items.map(({ productId }) => productId)
      : offer.kind === 'item_price'
        ? Object.keys(offer.prices)
        : []
  return [
    ...new Set([
      ...own,
      ...scopes.flatMap(({ productIds, excludedProductIds }) => [...productIds, ...excludedProductIds]),
    ]),
  ]
}
