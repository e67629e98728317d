import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { writeCsv, writeXlsx } from '#platform/write-table.ts'
import { decimalOf } from '#shared/money.ts'
import { Refused } from '#shared/refusal.ts'
import type { SaleExportQuery, SaleRow } from './contract.ts'
import { type SaleColumn, saleColumnTitles, tenderTitle } from './sale-column-rules.ts'
import { showSales } from './show-sales.ts'

export type ExportWish = Static<typeof SaleExportQuery>

/** Runs one page's reads in a transaction of its own. */
type ReadPage = <T>(body: (work: Work) => Promise<T>) => Promise<T>

const pageSize = 200
/** A workbook is built in memory; a CSV file of any size is not. */
const maxSheetRows = 100_000

/** Who took the list out of the system, and which part of it. */
export function auditSaleExport(work: Work, { format, columns, language: _language, ...filter }: ExportWish): void {
  work.audit({
    action: 'sale.export',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { format: [null, format], columns: [null, columns], filter: [null, filter] },
  })
}

/**
 * The list of sales as it is shown: the same filter, the same columns, newest first. Page by page, each in a transaction of its
 * own: a long export holds nothing open. Refuses a workbook of more than 100,000 rows (`export_too_long`).
 */
export async function exportSales(wish: ExportWish, read: ReadPage): Promise<AsyncIterable<string | Uint8Array>> {
  const { format, columns: names, language, ...filter } = wish
  const columns = names.split(',') as SaleColumn[]
  const titles = columns.map((column) => saleColumnTitles[column][language])
  const rows = cellsOf(read, filter, columns, language)
  if (format === 'csv') return writeCsv(titles, rows)
  const workbook = await writeXlsx(titles, bounded(rows))
  return (async function* () {
    yield workbook
  })()
}

async function* cellsOf(
  read: ReadPage,
  filter: Omit<ExportWish, 'format' | 'columns' | 'language'>,
  columns: readonly SaleColumn[],
  language: 'zh' | 'en',
): AsyncGenerator<string[], void, undefined> {
  const stores = await read((work) => storeFacts(work))
  let cursor: string | null | undefined
  while (cursor !== null) {
    const place: string | undefined = cursor
    const page = await read((work) =>
      showSales(work, { ...filter, limit: pageSize, ...(place ? { cursor: place } : {}) }),
    )
    for (const row of page.items) {
      const store = stores.get(row.storeId)
      const facts = { storeName: store?.name ?? '', timeZone: store?.timeZone ?? 'UTC', language }
      yield columns.map((column) => cellOf(column, row, facts))
    }
    cursor = page.next
  }
}

type Row = Static<typeof SaleRow>

function cellOf(
  column: SaleColumn,
  row: Row,
  { storeName, timeZone, language }: { storeName: string; timeZone: string; language: 'zh' | 'en' },
): string {
  switch (column) {
    case 'receipt':
      return row.receiptNumber
    case 'time':
      return new Date(row.happenedAt).toLocaleString('sv-SE', { timeZone })
    case 'day':
      return row.businessDay
    case 'items':
      return row.lineCount > 1 ? `${row.firstLine ?? ''} (${row.lineCount})` : (row.firstLine ?? '')
    case 'member':
      return row.memberName ?? ''
    case 'paidBy':
      return row.tenders.map((tender) => tenderTitle(tender, language)).join(' + ')
    case 'store':
      return storeName
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

async function* bounded(rows: AsyncIterable<readonly string[]>) {
  let count = 0
  for await (const row of rows) {
    if (++count > maxSheetRows) throw new Refused('export_too_long', { maxRows: maxSheetRows })
    yield row
  }
}
