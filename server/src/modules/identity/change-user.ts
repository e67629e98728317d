import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { endSessionsOf } from './end-session.ts'
import { lockManagedUser, refuseForeignStores, refuseOverGrant } from './reach.ts'
import { lockRoles } from './role-queries.ts'
import {
  lockOwners,
  readUserRoleIds,
  readUserStoreIds,
  replaceUserRoles,
  replaceUserStores,
  updateUser,
} from './user-queries.ts'

export type UserChange = {
  userId: string
  name?: string
  roleIds?: readonly string[]
  storeIds?: readonly string[] | null
}

/**
 * Changes an account's name, roles or stores. Effective with the user's next request.
 *
 * Locks owners, account, roles. Refuses taking the last owner away, and giving more than the actor may do.
 */
export async function changeUser(work: Work, { userId, ...change }: UserChange): Promise<{ userId: string }> {
  const owners = await lockOwners(work)
  const user = await lockManagedUser(work, userId)
  const storeIds = user.everyStore ? null : await readUserStoreIds(work, userId)
  const before = { name: user.name, roleIds: await readUserRoleIds(work, userId), storeIds }

  if (change.roleIds) {
    const roles = accept(await lockRoles(work, change.roleIds))
    await refuseOverGrant(work, roles, before.roleIds)
    if (isOnly(owners, userId) && !roles.some((role) => role.code === 'owner')) throw new Refused('last_owner')
    await replaceUserRoles(work, userId, change.roleIds)
  }
  if (change.storeIds !== undefined) {
    await refuseForeignStores(work, change.storeIds)
    await replaceUserStores(work, userId, change.storeIds ?? [])
    await updateUser(work, userId, { everyStore: change.storeIds === null })
  }
  if (change.name !== undefined) await updateUser(work, userId, { name: change.name })

  const after = { ...change, ...(change.roleIds ? { roleIds: [...change.roleIds].sort() } : {}) }
  const changes = changedFields(before, after)
  // Names of people stay out of the log.
  if (changes.name) changes.name = ['…', '…']
  if (Object.keys(changes).length > 0)
    work.audit({ action: 'user.change', subject: { kind: 'user', id: userId }, changes })
  return { userId }
}

/** Keeps somebody from signing in, and ends all their sessions at once. Refuses the last owner. */
export async function disableUser(work: Work, { userId }: { userId: string }): Promise<{ userId: string }> {
  const owners = await lockOwners(work)
  const user = await lockManagedUser(work, userId)
  if (user.disabledAt) return { userId }
  if (isOnly(owners, userId)) throw new Refused('last_owner')
  await updateUser(work, userId, { disabledAt: work.at })
  await endSessionsOf(work, { userId })
  work.audit({
    action: 'user.disable',
    subject: { kind: 'user', id: userId },
    changes: { disabledAt: [null, work.at] },
  })
  return { userId }
}

/** Lets somebody sign in again. */
export async function enableUser(work: Work, { userId }: { userId: string }): Promise<{ userId: string }> {
  const user = await lockManagedUser(work, userId)
  if (!user.disabledAt) return { userId }
  await updateUser(work, userId, { disabledAt: null })
  const changes = { disabledAt: [user.disabledAt, null] as const }
  work.audit({ action: 'user.enable', subject: { kind: 'user', id: userId }, changes })
  return { userId }
}

function isOnly(owners: readonly string[], userId: string): boolean {
  return owners.length === 1 && owners[0] === userId
}
