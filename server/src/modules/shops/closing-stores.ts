import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'

/** Of these stores, those whose closing was announced: they sell nothing any more that is paid before it is had (R7). One statement of the flight. */
export async function readClosingStores({ send, merchantId }: Work, storeIds: readonly string[]): Promise<Set<string>> {
  const rows = await send<{ storeId: string }>(sql`
    select store_id from closing.read_standing_notice
     where merchant_id = ${merchantId} and store_id = any(${[...storeIds]}::uuid[])`)
  return new Set(rows.map(({ storeId }) => storeId))
}

/** Refuses to sell value in advance at a store whose closing was announced. Locks nothing. */
export async function refuseClosing(work: Work, storeId: string): Promise<void> {
  if ((await readClosingStores(work, [storeId])).has(storeId)) throw new Refused('store_closing')
}
