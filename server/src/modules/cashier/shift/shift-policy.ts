import { openStoreOf } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { readPolicies, savePolicy } from './shift-queries.ts'
import { defaultShiftPolicy, type ShiftPolicy } from './shift-rules.ts'

/** How a store runs its tills. */
export async function shiftPolicyOf(work: Work, storeId: string): Promise<ShiftPolicy> {
  return (await readPolicies(work, [storeId])).get(storeId) ?? defaultShiftPolicy
}

/** Changes how a store runs its tills, for what happens from now on. Refuses a store that the actor does not work at. */
export async function changeShiftPolicy(work: Work, storeId: string, policy: ShiftPolicy) {
  await openStoreOf(work, storeId)
  const changes = changedFields(await shiftPolicyOf(work, storeId), policy)
  if (Object.keys(changes).length > 0) {
    await savePolicy(work, storeId, policy)
    work.audit({ action: 'settings.edit', subject: { kind: 'store', id: storeId }, changes })
  }
  return { storeId }
}
