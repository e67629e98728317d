import { api, send, type ResponseOf } from '@staff/api'
import type { ListPage } from '@staff/ui'

type Item = ResponseOf<typeof api.itemList>['items'][number]

export type StockRow = { id: string; item: Item; quantityMilli: number }

type StockRequest = { storeId: string; text?: string; show?: string; cursor?: string; limit?: number }

/** The products of a store with what is on hand: all of them by name, or only those below zero. */
export async function readStock(request: StockRequest, signal: AbortSignal): Promise<ListPage<StockRow>> {
  return request.show === 'below-zero' ? readBelowZero(request, signal) : readAll(request, signal)
}

async function readAll({ storeId, text, cursor, limit }: StockRequest, signal: AbortSignal) {
  const page = { ...(text && { text }), ...(cursor && { cursor }), ...(limit && { limit }) }
  const { items, next } = await send(api.itemList, { kind: 'product', ...page }, { signal })
  const counted = items.filter(({ tracksStock }) => tracksStock)
  if (counted.length === 0) return { items: [], next }
  const itemIds = counted.map(({ id }) => id).join(',')
  const stock = await send(api.stockList, { storeId, itemIds }, { signal })
  const onHand = new Map(stock.items.map(({ itemId, quantityMilli }) => [itemId, quantityMilli]))
  return { items: counted.map((item) => ({ id: item.id, item, quantityMilli: onHand.get(item.id) ?? 0 })), next }
}

async function readBelowZero({ storeId, cursor, limit }: StockRequest, signal: AbortSignal) {
  const page = { ...(cursor && { cursor }), ...(limit && { limit }) }
  const stock = await send(api.stockList, { storeId, belowMilli: -1, ...page }, { signal })
  const items = await Promise.all(stock.items.map(({ itemId }) => send(api.itemGet, { itemId }, { signal })))
  return {
    items: stock.items.map(({ itemId, quantityMilli }, place) => ({ id: itemId, item: items[place]!, quantityMilli })),
    next: stock.next,
  }
}
