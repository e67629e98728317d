import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { MoveKind } from './stock-rules.ts'

export type StockRow = { itemId: string; quantityMilli: number }

/** What a store has on hand of these items. Items that never moved are absent. */
export function readOnHand(work: Work, storeId: string, itemIds: readonly string[]): Promise<StockRow[]> {
  return work.send<StockRow>(sql`
    select item_id, quantity_milli from stock.on_hand
     where merchant_id = ${work.merchantId} and store_id = ${storeId} and item_id = any(${[...itemIds]}::uuid[])`)
}

/** One page of a store's stock, by item; `isBelow` keeps only what stands at or under that quantity. */
export function listOnHand(
  work: Work,
  filter: { storeId: string; belowMilli: number | null; after: string | null; limit: number },
): Promise<StockRow[]> {
  const { storeId, belowMilli, after, limit } = filter
  return work.send<StockRow>(sql`
    select item_id, quantity_milli from stock.on_hand
     where merchant_id = ${work.merchantId} and store_id = ${storeId}
       and (${belowMilli}::bigint is null or quantity_milli <= ${belowMilli})
       and (${after}::uuid is null or item_id > ${after}::uuid)
     order by item_id limit ${limit}`)
}

export type MoveRow = {
  id: string
  storeId: string
  kind: MoveKind
  quantityMilli: number
  afterMilli: number
  sourceKind: string
  sourceId: string
  at: Date
  actorId: string | null
  reason: string | null
}

/** The moves of one item, newest first. */
export function listMoves(
  work: Work,
  filter: { itemId: string; storeId: string; before: readonly [at: string, id: string] | null; limit: number },
): Promise<MoveRow[]> {
  const { itemId, storeId, before, limit } = filter
  const [beforeAt, beforeId] = before ?? [null, null]
  return work.send<MoveRow>(sql`
    select id, store_id, kind, quantity_milli, after_milli, source_kind, source_id, at, actor_id, reason from stock.move
     where merchant_id = ${work.merchantId} and item_id = ${itemId} and store_id = ${storeId}
       and (${beforeAt}::timestamptz is null or (at, id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
     order by at desc, id desc limit ${limit}`)
}

/** Null: nobody decided, and the store sells on. */
export async function readStorePolicy(work: Work, storeId: string): Promise<boolean | null> {
  const rows = await work.send<{ maySellBelowZero: boolean }>(sql`
    select may_sell_below_zero from stock.store_policy where merchant_id = ${work.merchantId} and store_id = ${storeId}`)
  return rows[0]?.maySellBelowZero ?? null
}

export async function writeStorePolicy(work: Work, storeId: string, maySellBelowZero: boolean): Promise<void> {
  await work.send(sql`
    insert into stock.store_policy (merchant_id, store_id, may_sell_below_zero)
    values (${work.merchantId}, ${storeId}, ${maySellBelowZero})
    on conflict (merchant_id, store_id) do update set may_sell_below_zero = excluded.may_sell_below_zero`)
}
