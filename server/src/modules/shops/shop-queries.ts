import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'
import { refuse } from '#shared/refusal.ts'

import type { CashMode, CashStepCents } from './shop-rules.ts'

export type MerchantRow = {
  name: string
  currency: string
  locale: 'zh-CN' | 'en'
  phone: string
  address: string
  version: number
}

export type StoreRow = {
  id: string
  number: number
  name: string
  timeZone: string
  cutoffHour: number
  phone: string
  address: string
  receiptHeader: string
  receiptFooter: string
  pricesIncludeTax: boolean
  taxRateBps: number
  cashStepCents: CashStepCents
  cashMode: CashMode
  version: number
  closedAt: Date | null
}

const storeColumns = [
  'id',
  'number',
  'name',
  'timeZone',
  'cutoffHour',
  'phone',
  'address',
  'receiptHeader',
  'receiptFooter',
  'pricesIncludeTax',
  'taxRateBps',
  'cashStepCents',
  'cashMode',
  'version',
  'closedAt',
] as const

export async function insertMerchant(
  { tx, merchantId, at }: Work,
  { slug, ...row }: { slug: string; name: string; currency: string; locale: 'zh-CN' | 'en' },
): Promise<void> {
  await tx.insertInto('platform.merchant').values({ id: merchantId, slug, createdAt: at }).execute()
  await tx
    .insertInto('shops.merchant')
    .values({ merchantId, ...row, createdAt: at })
    .execute()
}

export async function readMerchant({ send, merchantId }: Work): Promise<MerchantRow> {
  return onlyRow(
    await send<MerchantRow>(sql`
      select name, currency, locale, phone, address, version from shops.merchant where merchant_id = ${merchantId}`),
  )
}

/** Locks the merchant's facts: also the lock under which stores get their numbers. */
export async function lockMerchant({ tx, merchantId }: Work): Promise<MerchantRow> {
  return (await tx
    .selectFrom('shops.merchant')
    .select(['name', 'currency', 'locale', 'phone', 'address', 'version'])
    .where('merchantId', '=', merchantId)
    .forUpdate()
    .executeTakeFirstOrThrow()) as MerchantRow
}

export async function updateMerchant({ tx, merchantId }: Work, changes: Partial<MerchantRow>): Promise<void> {
  await tx.updateTable('shops.merchant').set(changes).where('merchantId', '=', merchantId).execute()
}

export async function nextStoreNumber({ tx, merchantId }: Work): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from shops.store where merchant_id = ${merchantId}`.execute(tx)
  return rows[0]!.next
}

export async function insertStore(
  { tx, merchantId, at }: Work,
  row: Omit<StoreRow, 'version' | 'closedAt'>,
): Promise<void> {
  await tx
    .insertInto('shops.store')
    .values({ merchantId, ...row, createdAt: at })
    .execute()
}

export async function isStoreNameTaken({ tx, merchantId }: Work, name: string, exceptId: string): Promise<boolean> {
  const taken = await tx
    .selectFrom('shops.store')
    .select('id')
    .where('merchantId', '=', merchantId)
    .where('name', '=', name)
    .where('id', '<>', exceptId)
    .executeTakeFirst()
  return taken !== undefined
}

/** All stores in the order of their numbers, or only those asked for. */
export function readStores({ send, merchantId }: Work, ids: readonly string[] | null = null): Promise<StoreRow[]> {
  // Spelled out: every sale asks for its store, and composing a statement takes longer than asking.
  return send<StoreRow>(sql`
    select id, number, name, time_zone, cutoff_hour, phone, address, receipt_header, receipt_footer, prices_include_tax,
           tax_rate_bps, cash_step_cents, cash_mode, version, closed_at
      from shops.store
     where merchant_id = ${merchantId} and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))
     order by number`)
}

export async function lockStore({ tx, merchantId }: Work, storeId: string) {
  const row = await tx
    .selectFrom('shops.store')
    .select(storeColumns)
    .where('merchantId', '=', merchantId)
    .where('id', '=', storeId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('store_not_found')
}

export async function updateStore(
  { tx, merchantId }: Work,
  storeId: string,
  changes: Partial<StoreRow>,
): Promise<void> {
  await tx
    .updateTable('shops.store')
    .set(changes)
    .where('merchantId', '=', merchantId)
    .where('id', '=', storeId)
    .execute()
}

export async function countOpenStores({ tx, merchantId }: Work): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*) as open from shops.store where merchant_id = ${merchantId} and closed_at is null`.execute(tx)
  return rows[0]!.open
}

export async function isPortalHostTaken({ tx, merchantId }: Work, host: string): Promise<boolean> {
  const taken = await tx
    .selectFrom('platform.merchant')
    .select('id')
    .where('host', '=', host)
    .where('id', '<>', merchantId)
    .executeTakeFirst()
  return taken !== undefined
}

export async function updatePortalHost({ tx, merchantId }: Work, host: string | null): Promise<void> {
  await tx.updateTable('platform.merchant').set({ host }).where('id', '=', merchantId).execute()
}
