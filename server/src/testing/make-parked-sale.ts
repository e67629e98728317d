import { parkSale } from '#modules/cashier/parked/park-sale.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

export type ParkedWish = { storeId: string; itemId: string; memberId?: string | null; label?: string }

/** A sale put aside through the very use case. */
export async function makeParkedSale(work: Work, { storeId, itemId, memberId = null, label }: ParkedWish) {
  const id = newId()
  const cart = { saleId: newId(), memberId, lines: [{ lineId: newId(), productId: itemId, quantityMilli: 2000 }] }
  await parkSale(work, id, { storeId, shownCents: 20_000, cart, ...(label ? { label } : {}) })
  return { id, cart }
}
