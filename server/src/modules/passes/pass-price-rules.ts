/** A price list as pricing takes it; those of kind `pass` hold for whoever's pass names them. */
export type ListFacts<At> = {
  priceListId: string
  kind: 'store' | 'member' | 'timed' | 'pass'
  storeId: string | null
  tierId: string | null
  startsAt: At | null
  endsAt: At | null
  rateBps: number | null
  items: Readonly<Record<string, number>>
}
type PricedList<At> = Omit<ListFacts<At>, 'kind'> & { kind: 'store' | 'member' | 'timed' }

/** What the passes of a sale's member do to its prices. */
export type PassPrices = {
  /** Lists that a live pass of the member names. */
  priceListIds: readonly string[]
  /** Renewals at the price of the pass that is renewed, by plan. */
  locks: readonly { passId: string; planId: string; priceCents: number }[]
}

export const noPassPrices: PassPrices = { priceListIds: [], locks: [] }

/**
 * The lists that price a sale: those of passes count as member prices for who holds them and are left out for all others; a
 * locked renewal price is a list of its own with one item.
 */
export function listsWithPasses<At>(
  lists: readonly ListFacts<At>[],
  { priceListIds, locks }: PassPrices,
): PricedList<At>[] {
  const priced = lists.flatMap((list): PricedList<At>[] => {
    if (list.kind !== 'pass') return [{ ...list, kind: list.kind }]
    return priceListIds.includes(list.priceListId) ? [{ ...list, kind: 'member', tierId: null }] : []
  })
  const locked = locks.map(({ passId, planId, priceCents }): PricedList<At> => ({
    ...{
      priceListId: passId,
      kind: 'member',
      storeId: null,
      tierId: null,
      startsAt: null,
      endsAt: null,
      rateBps: null,
    },
    items: { [planId]: priceCents },
  }))
  return [...priced, ...locked]
}
