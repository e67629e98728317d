import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { Offer, OfferKind, Scope } from './promotion-words.ts'

/** A first offer of a kind, with figures that many shops would take. */
export function newOffer(kind: OfferKind): Offer {
  switch (kind) {
    case 'threshold_off':
      return { kind, steps: [{ thresholdCents: 10_000, offCents: 1_000 }], isRepeating: false, maxTimes: null }
    case 'threshold_rate':
      return { kind, steps: [{ thresholdCents: 20_000, offBps: 1_000 }], capCents: null }
    case 'quantity_rate':
      return { kind, steps: [{ quantity: 2, offBps: 1_000 }], capCents: null }
    case 'nth_item':
      return { kind, n: 2, offBps: 5_000, maxTimes: null }
    case 'bundle':
      return { kind, parts: [{ scope: emptyScope(), quantity: 3 }], priceCents: 9_900, maxTimes: null }
    case 'add_on':
      return { kind, thresholdCents: 20_000, items: [], quantity: 1 }
    case 'item_rate':
      return { kind, offBps: 1_000 }
    case 'item_price':
      return { kind, prices: {} }
  }
}

export const emptyScope = (): Scope => ({ ...(structuredClone(wholeCatalogue) as Scope), of: 'listed' })
