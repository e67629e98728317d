import type { TenderKind } from './pricing/pricing-types.ts'
import type { BookedSale } from './sale/sale-records.ts'

/** What is left of one line of a sale after its refunds, and what each kind of tender paid of it. */
export type LineShares = {
  lineId: string
  itemId: string
  name: string
  /** Left with the customer, in thousandths. */
  quantityMilli: number
  taxRateBps: number
  /** By kind of tender, in cents; they sum to what is left of the line's net. */
  paidCents: Partial<Record<TenderKind, number>>
}

/**
 * The lines of a sale that the customer kept, with the share of every kind of tender: the line's own shares less those that its
 * refunds gave back. Lines that came back whole are left out.
 */
export function keptShares(sale: Pick<BookedSale, 'lines' | 'tenders' | 'refunds'>): LineShares[] {
  const refunded = Map.groupBy(
    sale.refunds.flatMap(({ lines }) => lines),
    ({ lineId }) => lineId,
  )
  return sale.lines
    .map(({ lineId, itemId, name, quantityMilli, taxRateBps, tenderCents }) => {
      const back = refunded.get(lineId) ?? []
      const paidCents: LineShares['paidCents'] = {}
      sale.tenders.forEach(({ kind }, index) => {
        const left = back.reduce((sum, part) => sum - (part.tenderCents[index] ?? 0), tenderCents[index] ?? 0)
        paidCents[kind] = (paidCents[kind] ?? 0) + left
      })
      const left = back.reduce((sum, part) => sum - part.quantityMilli, quantityMilli)
      return { lineId, itemId, name, quantityMilli: left, taxRateBps, paidCents }
    })
    .filter(({ quantityMilli }) => quantityMilli > 0)
}
