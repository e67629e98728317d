/** What a sale made offline took of one kind of value beyond what the member had, and what became of that. */
export type Missing = {
  /** Cents of stored value, or points. */
  units: number
  /** The member gave it later, as far as the goods had not come back by then. */
  isCharged: boolean
  /** Somebody decided that the shop bears it. */
  isBorne: boolean
}

/** By kind of tender; nothing for a sale that was made online. */
export type Shortfall = ReadonlyMap<string, Missing>

type Back = { tenderId: string; kind: string; amountCents: number; points: number }
type Booked = Back & { shortUnits: number }

/** So many units of a tender, as its purse counts them. */
export const unitsOf = ({ kind, amountCents, points }: Pick<Back, 'kind' | 'amountCents' | 'points'>) =>
  kind === 'points' ? points : amountCents

const sumOver = <T>(items: readonly T[], units: (item: T) => number) =>
  items.reduce((sum, item) => sum + units(item), 0)

function bookedOn(tenderId: string, refunds: readonly { tenders: readonly Booked[] }[]): Booked[] {
  return refunds.flatMap(({ tenders }) => tenders).filter((tender) => tender.tenderId === tenderId)
}

/** What of the missing value is still given by nobody, after refunds that gave back so much less. */
export function missingLeft({ units, isCharged }: Missing, returnedShortUnits: number): number {
  return isCharged ? 0 : units - returnedShortUnits
}

/** A sale's tenders, each with the part that nobody ever gave: all that was missing, less what the member was charged later. */
export function withShort<T extends Back>(
  tenders: readonly T[],
  refunds: readonly { tenders: readonly Booked[] }[],
  shortfall: Shortfall,
): (T & { shortUnits: number })[] {
  return tenders.map((tender) => {
    const missing = shortfall.get(tender.kind)
    if (!missing) return { ...tender, shortUnits: 0 }
    const returned = sumOver(bookedOn(tender.tenderId, refunds), ({ shortUnits }) => shortUnits)
    return { ...tender, shortUnits: returned + missingLeft(missing, returned) }
  })
}

/**
 * The tenders of a refund that is planned, each with the part that nobody gets because nobody gave it: what was really taken goes
 * back first, as the ledger restores it, so that the missing part lies in the last refunds. `before`: the sale's refunds so far,
 * each with what it really gave.
 */
export function withShortBack<T extends Back>(
  back: readonly T[],
  sold: readonly Back[],
  before: readonly { tenders: readonly Booked[] }[],
  shortfall: Shortfall,
): (T & { shortUnits: number })[] {
  const soldUnits = new Map(sold.map((tender) => [tender.tenderId, unitsOf(tender)]))
  return back.map((tender) => {
    const missing = shortfall.get(tender.kind)
    if (!missing) return { ...tender, shortUnits: 0 }
    const earlier = bookedOn(tender.tenderId, before)
    const left = (soldUnits.get(tender.tenderId) ?? 0) - sumOver(earlier, unitsOf)
    const returned = sumOver(earlier, ({ shortUnits }) => shortUnits)
    const there = left - missingLeft(missing, returned)
    return { ...tender, shortUnits: Math.max(0, unitsOf(tender) - there) }
  })
}
