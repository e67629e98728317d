import { type ReadPage, rowsOfPages, tableFile, type TableFormat } from '#platform/table-file.ts'
import type { Work } from '#platform/work.ts'
import { storeFacts } from './store-facts.ts'

type Language = 'zh' | 'en'

/** What was asked for beside the filter: `columns` are names, in the order of the file, with commas between them. */
export type FileWish = { format: TableFormat; columns: string; language: Language }

export type CellFacts = { storeName: string; timeZone: string; language: Language }

type StoreList<Column extends string, Row> = {
  titles: Readonly<Record<Column, Readonly<Record<Language, string>>>>
  readPage(work: Work, page: { cursor?: string; limit: number }): Promise<{ items: Row[]; next: string | null }>
  cellOf(column: Column, row: Row, facts: CellFacts): string
}

const pageSize = 200

/** Who took the list out of the system, and which part of it. */
export function auditFile(
  work: Work,
  action: string,
  { format, columns, language: _language, ...filter }: FileWish,
): void {
  work.audit({
    action,
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { format: [null, format], columns: [null, columns], filter: [null, filter] },
  })
}

/**
 * A list of what happened in stores as a file: the rows that the screen shows in the columns that it shows, times as the store's clock
 * had them. Page by page, each in a transaction of its own. Refuses a workbook of more than 100,000 rows (`export_too_long`).
 */
export async function listFile<Column extends string, Row extends { storeId: string }>(
  { format, columns: names, language }: FileWish,
  { titles, readPage, cellOf }: StoreList<Column, Row>,
  read: ReadPage,
): Promise<AsyncIterable<string | Uint8Array>> {
  const columns = names.split(',') as Column[]
  const stores = await read((work) => storeFacts(work))
  const cellsOf = (row: Row) => {
    const store = stores.get(row.storeId)
    const facts = { storeName: store?.name ?? '', timeZone: store?.timeZone ?? 'UTC', language }
    return columns.map((column) => cellOf(column, row, facts))
  }
  const rows = rowsOfPages<string[], string>(read, async (work, cursor) => {
    const { items, next } = await readPage(work, { limit: pageSize, ...(cursor !== null && { cursor }) })
    return { rows: items.map(cellsOf), next }
  })
  return tableFile(
    format,
    columns.map((column) => titles[column][language]),
    rows,
  )
}

/** An instant as the clock on the store's wall showed it: 2026-03-01 18:05:00. */
export const timeAt = (at: string, { timeZone }: CellFacts): string =>
  new Date(at).toLocaleString('sv-SE', { timeZone })
