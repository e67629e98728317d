import type { PromotionOffer } from '#modules/promotions/promotion-types.ts'
import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import {
  joined,
  listWords,
  type NameOf,
  namedIn,
  rateWords,
  scopeWords,
  shortMoney,
  timesWords,
} from './terms-words.ts'

export type PromotionRow = ResponseOf<typeof api.promotionList>['items'][number]
export type Terms = PromotionRow['terms']
export type Offer = Terms['offer']
export type OfferKind = Offer['kind']
export type Scope = Terms['scope']
export type Times = Terms['times']

export const offerKinds = [
  'threshold_off',
  'threshold_rate',
  'quantity_rate',
  'nth_item',
  'bundle',
  'add_on',
  'item_rate',
  'item_price',
] as const satisfies readonly OfferKind[]

export const stateWords = {
  running: { label: 'promotions.state.running', tone: 'good' },
  planned: { label: 'promotions.state.planned', tone: 'info' },
  ended: { label: 'promotions.state.ended', tone: 'plain' },
} as const satisfies Record<PromotionRow['state'], { label: SentenceKey; tone: Tone }>

/** What a promotion gives, in one sentence that a cashier can read out. */
export function offerWords(offer: PromotionOffer, nameOf: NameOf): string {
  switch (offer.kind) {
    case 'threshold_off': {
      const key = offer.isRepeating ? 'promotions.offer.everyOff' : 'promotions.offer.off'
      const steps = offer.steps.map(({ thresholdCents, offCents }) =>
        t(key, { threshold: shortMoney(thresholdCents), off: shortMoney(offCents) }),
      )
      return withTimes(joined(steps), offer.isRepeating ? offer.maxTimes : null)
    }
    case 'threshold_rate':
      return withCap(
        offer.steps.map(({ thresholdCents, offBps }) =>
          t('promotions.offer.rate', { threshold: shortMoney(thresholdCents), rate: rateWords(offBps) }),
        ),
        offer.capCents,
      )
    case 'quantity_rate':
      return withCap(
        offer.steps.map(({ quantity, offBps }) =>
          t('promotions.offer.quantity', { count: quantity, rate: rateWords(offBps) }),
        ),
        offer.capCents,
      )
    case 'nth_item': {
      const { n, offBps } = offer
      const sentence =
        offBps === 10_000
          ? t('promotions.offer.nthFree', { n, paid: n - 1 })
          : offBps === 5_000
            ? t('promotions.offer.nthHalf', { n })
            : t('promotions.offer.nth', { n, rate: rateWords(offBps) })
      return withTimes(sentence, offer.maxTimes)
    }
    case 'bundle': {
      const price = shortMoney(offer.priceCents)
      const [only] = offer.parts
      const sentence =
        offer.parts.length === 1
          ? t('promotions.offer.any', { count: only!.quantity, price, scope: scopeWords(only!.scope, nameOf) })
          : t('promotions.offer.bundle', {
              price,
              parts: offer.parts.map(({ scope, quantity }) => `${scopeWords(scope, nameOf)} × ${quantity}`).join(' + '),
            })
      return withTimes(sentence, offer.maxTimes)
    }
    case 'add_on': {
      const threshold = shortMoney(offer.thresholdCents)
      const items = joined(
        offer.items.map(({ productId, priceCents }) =>
          priceCents === 0
            ? t('promotions.offer.gift', { name: nameOf(productId) })
            : t('promotions.offer.extra', { name: nameOf(productId), price: shortMoney(priceCents) }),
        ),
      )
      return t('promotions.offer.addOn', { threshold, items, count: offer.quantity })
    }
    case 'item_rate':
      return t('promotions.offer.itemRate', { rate: rateWords(offer.offBps) })
    case 'item_price': {
      const prices = Object.entries(offer.prices)
      const [first] = prices
      return prices.length === 1
        ? t('promotions.offer.price', { name: nameOf(first![0]), price: shortMoney(first![1]) })
        : t('promotions.offer.prices', { names: listWords(Object.keys(offer.prices), nameOf) })
    }
  }
}

const withTimes = (sentence: string, maxTimes: number | null) =>
  maxTimes === null ? sentence : t('promotions.offer.upTo', { sentence, count: maxTimes })

const withCap = (steps: readonly string[], capCents: number | null) =>
  capCents === null ? joined(steps) : t('promotions.offer.cap', { sentence: joined(steps), cap: shortMoney(capCents) })

/** Some offers name their goods themselves. */
export const hasOwnGoods = (kind: OfferKind) => kind === 'bundle' || kind === 'item_price'

/** The whole rule as the shop would say it: who, when, on what, what. */
export function promotionSentence(terms: Terms, nameOf: NameOf, storeNames: ReadonlyMap<string, string>): string {
  const parts = [
    ...whoWords(terms, nameOf),
    ...(terms.storeIds ? [joined(terms.storeIds.map((id) => storeNames.get(id) ?? '–'))] : []),
    ...(hasTimes(terms.times) ? [timesWords(terms.times)] : []),
    ...(hasOwnGoods(terms.offer.kind) ? [] : [scopeWords(terms.scope, nameOf)]),
    offerWords(terms.offer, nameOf),
  ]
  return t('promotions.sentence', { parts: parts.join(t('promotions.comma')) })
}

/** Of whom it speaks: members, or those of some levels by name. */
function whoWords({ isMembersOnly, tierIds }: Terms, nameOf: NameOf): string[] {
  if (tierIds) return [t('promotions.who.tiers', { names: listWords(tierIds, nameOf) })]
  return isMembersOnly ? [t('promotions.who.members')] : []
}

const hasTimes = ({ weekdays, monthDays, hours }: Times) => weekdays.length + monthDays.length + hours.length > 0

/** Every product and category that terms name. */
export function namedInTerms({ offer, scope }: Terms): { productIds: string[]; categoryIds: string[] } {
  const scopes = [scope, ...(offer.kind === 'bundle' ? offer.parts.map((part) => part.scope) : [])].map(namedIn)
  const own =
    offer.kind === 'add_on'
      ? offer.items.map(({ productId }) => productId)
      : offer.kind === 'item_price'
        ? Object.keys(offer.prices)
        : []
  return {
    productIds: [...new Set([...own, ...scopes.flatMap(({ productIds }) => productIds)])],
    categoryIds: [...new Set(scopes.flatMap(({ categoryIds }) => categoryIds))],
  }
}
