import type { Static } from '#platform/contract.ts'
import type { ReadPage } from '#platform/table-file.ts'
import { decimalOf } from '#shared/money.ts'
import { firstOf, tenderTitle } from '#modules/cashier/trade-cells-rules.ts'
import { type CellFacts, listFile, timeAt } from '#modules/shops/list-file.ts'
import type { SaleExportQuery, SaleRow } from './contract.ts'
import { type SaleColumn, saleColumnTitles } from './sale-column-rules.ts'
import { showSales } from './show-sales.ts'

/** The list of sales as it is shown: the same filter, the same columns, newest first; see `listFile`. */
export async function exportSales(
  { format, columns, language, ...filter }: Static<typeof SaleExportQuery>,
  read: ReadPage,
): Promise<AsyncIterable<string | Uint8Array>> {
  return listFile<SaleColumn, Row>(
    { format, columns, language },
    { titles: saleColumnTitles, readPage: (work, page) => showSales(work, { ...filter, ...page }), cellOf },
    read,
  )
}

type Row = Static<typeof SaleRow>

function cellOf(column: SaleColumn, row: Row, facts: CellFacts): string {
  switch (column) {
    case 'receipt':
      return row.receiptNumber
    case 'time':
      return timeAt(row.happenedAt, facts)
    case 'day':
      return row.businessDay
    case 'items':
      return firstOf(row)
    case 'member':
      return row.memberName ?? ''
    case 'paidBy':
      return row.tenders.map((tender) => tenderTitle(tender, facts.language)).join(' + ')
    case 'store':
      return facts.storeName
    case 'till':
      return row.tillName ?? ''
    case 'cashier':
      return row.cashierName ?? ''
    case 'gross':
      return decimalOf(row.grossCents)
    case 'discount':
      return decimalOf(row.discountCents)
    case 'refunded':
      return decimalOf(row.refundedCents)
    case 'points':
      return String(row.pointsEarned)
    case 'note':
      return row.note ?? ''
    case 'amount':
      return decimalOf(row.netCents)
  }
}
