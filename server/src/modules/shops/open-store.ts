import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertStore, isStoreNameTaken, lockMerchant, nextStoreNumber, type StoreRow } from './shop-queries.ts'
import { checkTimeZone } from './shop-rules.ts'

export type StoreSettings = Omit<StoreRow, 'id' | 'number' | 'version' | 'closedAt'>

/** A store until its owner says otherwise: Chinese time, days that end at midnight, prices with VAT in them, cash to the fen. */
export const storeDefaults: Omit<StoreSettings, 'name'> = {
  timeZone: 'Asia/Shanghai',
  cutoffHour: 0,
  phone: '',
  address: '',
  receiptHeader: '',
  receiptFooter: '',
  pricesIncludeTax: true,
  taxRateBps: 0,
  cashStepCents: 1,
  cashMode: 'nearest',
}

/**
 * Opens a store. It gets the next number, which stays part of its receipt numbers.
 *
 * Locks the merchant. Refuses a name in use and an unknown time zone.
 */
export async function openStore(work: Work, input: { storeId: string; name: string } & Partial<StoreSettings>) {
  const { storeId, ...given } = input
  const settings = { ...storeDefaults, ...given }
  await lockMerchant(work)
  accept(checkTimeZone(settings.timeZone))
  if (await isStoreNameTaken(work, settings.name, storeId))
    throw new Refused('store_name_taken', { name: settings.name })
  const number = await nextStoreNumber(work)
  await insertStore(work, { id: storeId, number, ...settings })
  work.audit({
    action: 'store.open',
    subject: { kind: 'store', id: storeId },
    changes: changedFields({}, settings),
  })
  return { storeId, number }
}
