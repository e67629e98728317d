import { bookOfflineSales } from '#modules/cashier/offline/book-offline-sales.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeDevice } from './make-merchant.ts'
import { makeOfflineSale } from './make-offline-sale.ts'

/** A sale that a person has to look at: handed in by a till of its own, put down to nobody who was seen there. */
export async function makeConflict(
  work: Work,
  { storeId, itemId }: { storeId: string; itemId: string },
): Promise<void> {
  const till = await makeDevice(work, storeId)
  const sale = await makeOfflineSale(work, { storeId, till, cashierId: null, sequence: 1, items: [[itemId, 1]] })
  const upload = { deviceId: till.deviceId, sales: [{ ...sale, cashierId: newId() }], rescuedBy: null }
  await bookOfflineSales(work, (await pastDevice(work, till.deviceId))!, upload)
}
