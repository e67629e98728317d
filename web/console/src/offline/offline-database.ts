import { Dexie, type EntityTable } from 'dexie'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import type { Piece } from './piece-rules.ts'
import { takesTrust, trustedUseOf } from './queue-rules.ts'

/** A sale in the till's queue: written before the customer gets the receipt, taken out when the server has it. */
export type QueuedSale = {
  /** The place in the queue; sales are handed in by it. */
  sequence: number
  saleId: string
  sale: OfflineSale
  /** Only on a sale that took value on trust, so that those are found among thousands of others. */
  trusts?: 1
}

/** A sale that was handed in, kept some days for its receipt. */
export type HandedInSale = { saleId: string; handedInAt: number; conflicts: number; sale: OfflineSale }

/** A sale that the server booked while there was a line: a cart that a crash brings back must not be sold again. */
type SoldId = { saleId: string; soldAt: number }

/** One thing under a name: the last word of the server, the counters, the session. */
type Kept = { name: string; value: unknown }

/** Many records as one text: a hundred thousand rows one by one take seconds, some hundred texts do not. */
export type Bucket = { key: string; text: string }

export type OfflineDatabase = Dexie & {
  kept: EntityTable<Kept, 'name'>
  items: EntityTable<Piece & { key: string }, 'key'>
  members: EntityTable<Bucket, 'key'>
  queue: EntityTable<QueuedSale, 'sequence'>
  handedIn: EntityTable<HandedInSale, 'saleId'>
  sold: EntityTable<SoldId, 'saleId'>
}

let opened: OfflineDatabase | null = null

/**
 * The till's own database in this browser. It outlives signing out, reloads, updates and crashes: nothing here is ever deleted
 * but sales that the server has, and copies that can be read again. `strict`: a sale is on the disk before it is confirmed.
 */
export function offlineDatabase(): OfflineDatabase {
  if (opened) return opened
  const database = new Dexie('regulars.till', { chromeTransactionDurability: 'strict' }) as OfflineDatabase
  database.version(1).stores({
    kept: 'name',
    items: 'key',
    members: 'key',
    queue: 'sequence, &saleId',
    handedIn: 'saleId, handedInAt',
    sold: 'saleId, soldAt',
  })
  database
    .version(2)
    .stores({ queue: 'sequence, &saleId, trusts' })
    .upgrade((change) =>
      change
        .table<QueuedSale>('queue')
        .toCollection()
        .modify((record) => {
          if (takesTrust(trustedUseOf(record))) record.trusts = 1
        }),
    )
  // Another tab with a newer version asks for the database: this one lets go and reloads when it is next used.
  database.on('versionchange', () => {
    database.close()
    opened = null
  })
  opened = database
  return database
}

/** The value under a name, or null. */
export async function readKept<T>(name: string): Promise<T | null> {
  const row = await offlineDatabase().kept.get(name)
  return row === undefined ? null : (row.value as T)
}

export async function keep(name: string, value: unknown): Promise<void> {
  await offlineDatabase().kept.put({ name, value })
}

export async function forget(name: string): Promise<void> {
  await offlineDatabase().kept.delete(name)
}
