import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type PrinterRow = {
  id: string
  storeId: string
  deviceId: string | null
  name: string
  language: 'escpos' | 'star'
  host: string
  port: number
  columns: number
  hasCutter: boolean
  hasDrawer: boolean
  printsEachSale: boolean
  version: number
}

const columns = [
  'id',
  'storeId',
  'deviceId',
  'name',
  'language',
  'host',
  'port',
  'columns',
  'hasCutter',
  'hasDrawer',
  'printsEachSale',
  'version',
] as const

/** The printers in use of these stores (null: of all), by name. */
export function readPrinters(
  { send, tx, merchantId }: Work,
  storeIds: readonly string[] | null,
): Promise<PrinterRow[]> {
  let query = tx
    .selectFrom('printing.printer')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .where('archivedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
  if (storeIds) query = query.where(sql<boolean>`store_id = any(${[...storeIds]}::uuid[])`)
  return send(query) as Promise<PrinterRow[]>
}

export async function lockPrinter({ tx, merchantId }: Work, printerId: string): Promise<PrinterRow | null> {
  const row = await tx
    .selectFrom('printing.printer')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .where('id', '=', printerId)
    .where('archivedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return (row as PrinterRow | undefined) ?? null
}

export async function insertPrinter({ tx, merchantId, at }: Work, row: Omit<PrinterRow, 'version'>): Promise<void> {
  await tx
    .insertInto('printing.printer')
    .values({ merchantId, ...row, createdAt: at })
    .execute()
}

export async function updatePrinter(
  { tx, merchantId }: Work,
  printerId: string,
  changes: Partial<Omit<PrinterRow, 'id'>> & { archivedAt?: Date },
): Promise<void> {
  await tx
    .updateTable('printing.printer')
    .set(changes)
    .where('merchantId', '=', merchantId)
    .where('id', '=', printerId)
    .execute()
}
