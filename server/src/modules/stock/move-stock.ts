import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import { type Columns, unnestRows } from '#platform/column-arrays.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { type OnHand, type PlannedMove, type StockState, stockKey } from './stock-rules.ts'

/**
 * Locks the stock rows of these items in key order and reads them as they are once another till, waited for, is done. Items
 * without a row yet get one at zero, the row being what is locked, and then all are locked again: a flight more, once for an item
 * and store. Only in that flight may two that share several such rows meet in a deadlock, which ends in one of them trying again.
 */
export async function lockStock(work: Work, keys: readonly { storeId: string; itemId: string }[]): Promise<StockState> {
  const { merchantId } = work
  const unique = [...new Map(keys.map((key) => [stockKey(key.storeId, key.itemId), key])).values()]
  if (unique.length === 0) return { onHand: new Map(), storeMaySellBelowZero: new Map() }
  unique.sort((a, b) => compare(a.storeId, b.storeId) || compare(a.itemId, b.itemId))
  // Two arrays and not JSON: the planner takes them for a few rows and looks each up by its key.
  const wanted = sql`unnest(${unique.map(({ storeId }) => storeId)}::uuid[], ${unique.map(({ itemId }) => itemId)}::uuid[])
    as k(store_id, item_id)`
  // What a lock waited for is what it reads: these columns are the locked row's own.
  const lock = () =>
    work.send<OnHand>(sql`
      select o.store_id, o.item_id, o.quantity_milli, o.may_go_below_zero from ${wanted}
       cross join lateral (select o.* from stock.on_hand o
                            where o.merchant_id = ${merchantId} and o.store_id = k.store_id and o.item_id = k.item_id
                              for no key update) o`)
  const makeRowsAndLock = async () => {
    const making = work.send(sql`
      insert into stock.on_hand (merchant_id, store_id, item_id, quantity_milli)
      select ${merchantId}, k.store_id, k.item_id, 0 from ${wanted}
       order by k.store_id, k.item_id
      on conflict do nothing`)
    return (await Promise.all([making, lock()]))[1]
  }
  const [found, policies] = await Promise.all([
    lock(),
    work.send<{ storeId: string; maySellBelowZero: boolean }>(sql`
      select store_id, may_sell_below_zero from stock.store_policy
       where merchant_id = ${merchantId} and store_id = any(${[...new Set(unique.map(({ storeId }) => storeId))]}::uuid[])`),
  ])
  const rowsNow = found.length === unique.length ? found : await makeRowsAndLock()
  return {
    onHand: new Map(rowsNow.map((row) => [stockKey(row.storeId, row.itemId), row])),
    storeMaySellBelowZero: new Map(policies.map((row) => [row.storeId, row.maySellBelowZero])),
  }
}

/** Writes planned moves and what they leave on hand, set-wise, in two statements of one flight. */
export function writeStockMoves(work: Work, moves: readonly PlannedMove[]): Promise<unknown> {
  if (moves.length === 0) return Promise.resolve()
  const { merchantId } = work
  const own = { actorId: actorId(work.actor), at: work.at }
  const rows = moves.map(({ by = own, ...move }) => ({ ...move, ...by, id: newId(by.at.getTime()) }))
  // The last move of an item says what is on hand after all of them.
  const last = new Map(moves.map((move) => [stockKey(move.storeId, move.itemId), move]))
  const levels = [...last.values()]
  return Promise.all([
    work.send(sql`
      insert into stock.move (merchant_id, id, store_id, item_id, kind, quantity_milli, after_milli, source_kind, source_id, at,
        actor_id, reason)
      select ${merchantId}, r.* from ${unnestRows(rows, moveColumns)}`),
    // By conflict and not by join: each row finds its own by the key, whatever the plan was made of.
    work.send(sql`
      insert into stock.on_hand as o (merchant_id, store_id, item_id, quantity_milli, may_go_below_zero)
      select ${merchantId}, l.*
        from unnest(${levels.map(({ storeId }) => storeId)}::uuid[], ${levels.map(({ itemId }) => itemId)}::uuid[],
                    ${levels.map(({ afterMilli }) => afterMilli)}::bigint[],
                    ${levels.map(({ mayGoBelowZero }) => mayGoBelowZero)}::boolean[]) as l
      on conflict (merchant_id, store_id, item_id) do update
         set quantity_milli = excluded.quantity_milli, may_go_below_zero = excluded.may_go_below_zero`),
  ])
}

const moveColumns: Columns<PlannedMove & { id: string; at: Date; actorId: string | null }> = {
  id: ['uuid', ({ id }) => id],
  store_id: ['uuid', ({ storeId }) => storeId],
  item_id: ['uuid', ({ itemId }) => itemId],
  kind: ['text', ({ kind }) => kind],
  quantity_milli: ['bigint', ({ quantityMilli }) => quantityMilli],
  after_milli: ['bigint', ({ afterMilli }) => afterMilli],
  source_kind: ['text', ({ source }) => source.kind],
  source_id: ['uuid', ({ source }) => source.id],
  at: ['timestamptz', ({ at }) => at],
  actor_id: ['uuid', ({ actorId }) => actorId],
  reason: ['text', ({ reason }) => reason ?? null],
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
