import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { StoreSettings } from './open-store.ts'
import { isStoreNameTaken, lockStore, updateStore } from './shop-queries.ts'
import { checkTimeZone } from './shop-rules.ts'

/** Changes a store's settings. Refuses a name in use, an unknown zone, and a `version` that somebody overtook. */
export async function changeStore(
  work: Work,
  { storeId, version, ...change }: { storeId: string; version: number } & Partial<StoreSettings>,
) {
  const before = accept(await lockStore(work, storeId))
  accept(refuseForeignStore(work.actor, storeId))
  if (before.version !== version) throw new Refused('settings_changed')
  if (change.timeZone !== undefined) accept(checkTimeZone(change.timeZone))
  if (change.name !== undefined && (await isStoreNameTaken(work, change.name, storeId)))
    throw new Refused('store_name_taken', { name: change.name })

  const changes = changedFields(before, change)
  if (Object.keys(changes).length === 0) return { storeId, version }
  await updateStore(work, storeId, { ...change, version: version + 1 })
  work.audit({ action: 'settings.edit', subject: { kind: 'store', id: storeId }, changes })
  return { storeId, version: version + 1 }
}
