import { stockMovesOf } from '#modules/cashier/sale/sale-stock-rules.ts'
import type { ItemFacts } from '#modules/catalog/item-facts.ts'
import type { MoveRequest } from '#modules/stock/stock-rules.ts'

/** Sellable goods go back on the shelf; damaged ones come back and are written off at once, so that both are on record. */
export function goodsBack(
  returned: readonly { itemId: string; quantityMilli: number; disposition: string }[],
  items: ReadonlyMap<string, ItemFacts>,
  storeId: string,
  refundId: string,
): MoveRequest[] {
  const source = { kind: 'refund', id: refundId }
  const back = returned.filter(({ disposition }) => disposition !== 'none')
  const damaged = returned.filter(({ disposition }) => disposition === 'damaged')
  return [
    ...stockMovesOf(back, items, { storeId, kind: 'return', direction: 1, source }),
    ...stockMovesOf(damaged, items, { storeId, kind: 'write_off', direction: -1, source }),
  ]
}
