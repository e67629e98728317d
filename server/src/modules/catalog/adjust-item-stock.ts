import { adjustStock, type Adjustment } from '#modules/stock/adjust-stock.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { readItems } from './item-queries.ts'

/** Books stock by hand. Refuses unknown items and those that count none; the rest is `adjustStock`'s. */
export async function adjustItemStock(
  work: Work,
  input: { adjustmentId: string; storeId: string; reason: string; adjustments: readonly Adjustment[] },
) {
  const items = await readItems(
    work,
    input.adjustments.map(({ itemId }) => itemId),
  )
  for (const { itemId } of input.adjustments) {
    const item = items.get(itemId)
    if (!item) throw new Refused('item_not_found', { itemId })
    if (!item.tracksStock) throw new Refused('stock_not_counted', { itemId })
  }
  return adjustStock(work, input)
}
