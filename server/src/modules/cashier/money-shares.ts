import type { Work } from '#platform/work.ts'
import { keptShares, type LineShares } from './money-shares-rules.ts'
import { readSale } from './sale/sale-queries.ts'

export type SaleShares = {
  saleId: string
  storeId: string
  receiptNumber: string
  lines: LineShares[]
}

/** What is left of a sale after its refunds, by line and kind of tender; undefined for an unknown sale. Locks nothing. */
export async function readSaleShares(work: Work, saleId: string): Promise<SaleShares | undefined> {
  const sale = await readSale(work, saleId)
  return sale && { saleId, storeId: sale.storeId, receiptNumber: sale.receiptNumber, lines: keptShares(sale) }
}
