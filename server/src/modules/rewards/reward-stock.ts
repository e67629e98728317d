import { type ItemFacts, readItemFacts } from '#modules/catalog/item-facts.ts'
import { lockStock, writeStockMoves } from '#modules/stock/move-stock.ts'
import { type MoveRequest, planMoves } from '#modules/stock/stock-rules.ts'
import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import type { RedemptionRow } from './redemption-queries.ts'

/**
 * Takes what a redemption hands out from the shelf of a store (`direction` −1), or puts it back (1): the item, or the parts of a
 * bundle, as far as they count stock. Whoever calls holds the redemption's row and changes its state with it, so it happens once.
 * Locks the stock rows. Refuses goods that are not there where the store sells nothing it does not have.
 */
export async function moveGoods(
  work: Work,
  { id, itemId, quantity }: Pick<RedemptionRow, 'id' | 'itemId' | 'quantity'>,
  storeId: string,
  direction: 1 | -1,
): Promise<void> {
  if (itemId === null) return
  const { items } = await readItemFacts(work, [itemId])
  const moves = items.flatMap(partsOf).map(({ perUnitMilli, ...part }): MoveRequest => ({
    ...part,
    storeId,
    kind: 'reward',
    quantityMilli: direction * quantity * perUnitMilli,
    source: { kind: 'redemption', id },
  }))
  if (moves.length === 0) return
  const state = await lockStock(work, moves)
  await writeStockMoves(work, accept(planMoves(state, moves)))
}

function partsOf(item: ItemFacts) {
  const own = { itemId: item.id, quantityMilli: 1_000, ...item }
  return (item.kind === 'bundle' ? item.parts : [own]).flatMap(
    ({ itemId, quantityMilli, tracksStock, maySellBelowZero }) =>
      tracksStock ? [{ itemId, perUnitMilli: quantityMilli, maySellBelowZero }] : [],
  )
}
