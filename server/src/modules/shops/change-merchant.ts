import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { Refused } from '#shared/refusal.ts'
import { lockMerchant, type MerchantRow, updateMerchant } from './shop-queries.ts'

export type MerchantChange = Partial<Pick<MerchantRow, 'name' | 'locale' | 'phone' | 'address'>>

/** Changes the merchant's facts. Refuses when somebody changed them since `version` was read. */
export async function changeMerchant(work: Work, { version, ...change }: MerchantChange & { version: number }) {
  const before = await lockMerchant(work)
  if (before.version !== version) throw new Refused('settings_changed')
  const changes = changedFields(before, change)
  if (Object.keys(changes).length === 0) return { version }
  await updateMerchant(work, { ...change, version: version + 1 })
  work.audit({ action: 'settings.edit', subject: { kind: 'merchant', id: work.merchantId }, changes })
  return { version: version + 1 }
}
