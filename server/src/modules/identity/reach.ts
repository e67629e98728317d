import { storesOf } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { RoleRow } from './role-queries.ts'
import { checkGrant } from './role-rules.ts'
import { lockUser, readRights } from './user-queries.ts'

/** Refuses anybody but an owner. */
export async function refuseUnlessOwner(work: Work): Promise<void> {
  const { actor } = work
  if (actor.kind === 'system') return
  const isOwner = actor.kind === 'staff' && (await readRights(work, actor.userId)).isOwner
  if (!isOwner) throw new Refused('owner_only')
}

/** Locks somebody's account for a change. Refuses an unknown one, and an owner's unless the actor is an owner too. */
export async function lockManagedUser(work: Work, userId: string) {
  const user = accept(await lockUser(work, userId))
  if ((await readRights(work, userId)).isOwner) await refuseUnlessOwner(work)
  return user
}

/** Refuses newly given roles that hold more than the actor may do; only an owner makes an owner. */
export async function refuseOverGrant(
  work: Work,
  roles: readonly RoleRow[],
  before: readonly string[] = [],
): Promise<void> {
  const { actor } = work
  if (actor.kind === 'system') return
  const own = actor.kind === 'staff' ? actor.permissions : new Set<string>()
  for (const role of roles) {
    if (before.includes(role.id)) continue
    if (role.code === 'owner') await refuseUnlessOwner(work)
    accept(checkGrant(own, role.permissions))
  }
}

/** Refuses stores that do not exist, and widening somebody's reach beyond the actor's own. */
export async function refuseForeignStores(work: Work, storeIds: readonly string[] | null): Promise<void> {
  const scope = storesOf(work.actor)
  if (storeIds === null) {
    if (scope) throw new Refused('store_not_allowed')
    return
  }
  const known = await storeFacts(work, storeIds)
  if (known.size !== new Set(storeIds).size) throw new Refused('store_not_found')
  if (scope && storeIds.some((id) => !scope.includes(id))) throw new Refused('store_not_allowed')
}
