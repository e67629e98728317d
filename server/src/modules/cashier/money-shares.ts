import type { Work } from '#platform/work.ts'
import type { TenderKind } from './pricing/pricing-types.ts'
import { keptShares, type LineShares } from './money-shares-rules.ts'
import { readSale } from './sale/sale-queries.ts'

export type SaleShares = {
  saleId: string
  storeId: string
  receiptNumber: string
  lines: LineShares[]
  /** By which kinds it was paid, each once. */
  tenderKinds: TenderKind[]
  refundIds: string[]
}

/** What is left of a sale after its refunds, by line and kind of tender; undefined for an unknown sale. Locks nothing. */
export async function readSaleShares(work: Work, saleId: string): Promise<SaleShares | undefined> {
  const sale = await readSale(work, saleId)
  if (!sale) return undefined
  const { storeId, receiptNumber, tenders, refunds } = sale
  return {
    ...{ saleId, storeId, receiptNumber, lines: keptShares(sale) },
    tenderKinds: [...new Set(tenders.map(({ kind }) => kind))],
    refundIds: refunds.map(({ id }) => id),
  }
}
