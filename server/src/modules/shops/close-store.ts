import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { countOpenStores, lockMerchant, lockStore, updateStore } from './shop-queries.ts'

/** Closes a store: nothing more is sold there, its records stay. Refuses the last open one. Locks merchant, then store. */
export async function closeStore(work: Work, { storeId }: { storeId: string }) {
  await lockMerchant(work)
  const store = accept(await lockStore(work, storeId))
  accept(refuseForeignStore(work.actor, storeId))
  if (store.closedAt) return { storeId }
  if ((await countOpenStores(work)) === 1) throw new Refused('last_store')
  await updateStore(work, storeId, { closedAt: work.at })
  work.audit({ action: 'store.close', subject: { kind: 'store', id: storeId }, changes: { closedAt: [null, work.at] } })
  return { storeId }
}

/** Opens a closed store again under its old number. */
export async function reopenStore(work: Work, { storeId }: { storeId: string }) {
  const store = accept(await lockStore(work, storeId))
  accept(refuseForeignStore(work.actor, storeId))
  if (!store.closedAt) return { storeId }
  await updateStore(work, storeId, { closedAt: null })
  work.audit({
    action: 'store.reopen',
    subject: { kind: 'store', id: storeId },
    changes: { closedAt: [store.closedAt, null] },
  })
  return { storeId }
}
