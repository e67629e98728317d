/** What a sale made offline took beyond what the member had: cents of stored value, points. Nothing for any other sale. */
export type Shortfall = { storedCents: number; points: number }

export const noShortfall: Shortfall = { storedCents: 0, points: 0 }

type Back = { tenderId: string; kind: string; amountCents: number; points: number }

/** So many units of a tender, as its purse counts them. */
const unitsOf = ({ kind, amountCents, points }: Pick<Back, 'kind' | 'amountCents' | 'points'>) =>
  kind === 'points' ? points : amountCents

function shortOf({ kind }: Pick<Back, 'kind'>, { storedCents, points }: Shortfall): number {
  if (kind === 'stored_value') return storedCents
  return kind === 'points' ? points : 0
}

/** A sale's tenders, each with the part that was not there when it paid. */
export function withShort<T extends Back>(tenders: readonly T[], shortfall: Shortfall): (T & { shortUnits: number })[] {
  return tenders.map((tender) => ({ ...tender, shortUnits: Math.min(unitsOf(tender), shortOf(tender, shortfall)) }))
}

/**
 * A refund's tenders, each with the part that nobody gets because nobody gave it: what was really taken goes back first, as the
 * ledger restores it, so that the missing part lies in the last refunds. `before`: the sale's refunds so far.
 */
export function withShortBack<T extends Back>(
  back: readonly T[],
  sold: readonly Back[],
  before: readonly { tenders: readonly Back[] }[],
  shortfall: Shortfall,
): (T & { shortUnits: number })[] {
  const paid = new Map(
    withShort(sold, shortfall).map((tender) => [tender.tenderId, unitsOf(tender) - tender.shortUnits]),
  )
  return back.map((tender) => {
    if (shortOf(tender, shortfall) === 0) return { ...tender, shortUnits: 0 }
    const earlier = before
      .flatMap(({ tenders }) => tenders)
      .filter(({ tenderId }) => tenderId === tender.tenderId)
      .reduce((sum, each) => sum + unitsOf(each), 0)
    const units = unitsOf(tender)
    const left = Math.max(0, (paid.get(tender.tenderId) ?? units) - earlier)
    return { ...tender, shortUnits: Math.max(0, units - left) }
  })
}
