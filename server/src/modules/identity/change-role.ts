import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { defaultRoles, type RoleCode } from './permission-rules.ts'
import { refuseOverGrant, refuseUnlessOwner } from './reach.ts'
import {
  countUsersOfRole,
  deleteRole,
  insertRoles,
  isRoleNameTaken,
  lockRoles,
  readRoles,
  updateRole,
} from './role-queries.ts'
import { checkGrant, checkPermissions } from './role-rules.ts'

/** Gives a new merchant its six roles, named in its language. Returns their ids by code. */
export async function seedRoles(work: Work, language: 'zh' | 'en'): Promise<Record<RoleCode, string>> {
  const rows = (Object.keys(defaultRoles) as RoleCode[]).map((code) => ({
    id: newId(work.at.getTime()),
    code,
    name: defaultRoles[code][language],
    permissions: [...defaultRoles[code].permissions],
  }))
  await insertRoles(work, rows)
  return Object.fromEntries(rows.map(({ code, id }) => [code, id])) as Record<RoleCode, string>
}

/** Makes a role. Refuses a name in use, an unknown permission, and more than the actor may do. */
export async function makeRole(work: Work, input: { roleId: string; name: string; permissions: readonly string[] }) {
  const permissions = accept(checkPermissions(input.permissions))
  const role = { id: input.roleId, code: null, name: input.name, permissions }
  await refuseOverGrant(work, [role])
  if (await isRoleNameTaken(work, input.name, input.roleId)) throw new Refused('role_name_taken', { name: input.name })
  await insertRoles(work, [role])
  const changes = { name: [null, input.name], permissions: [null, permissions] } as const
  work.audit({ action: 'role.make', subject: { kind: 'role', id: input.roleId }, changes })
  return { roleId: input.roleId }
}

/**
 * Changes a role's name or permissions; everybody who has it may do more or less from their next request on.
 *
 * Locks the role. Refuses the owner role, a name in use, and adding what the actor may not do.
 */
export async function changeRole(
  work: Work,
  { roleId, ...change }: { roleId: string; name?: string; permissions?: readonly string[] },
) {
  const [role] = accept(await lockRoles(work, [roleId]))
  if (role!.code === 'owner') throw new Refused('role_fixed')
  const after: { name?: string; permissions?: string[] } = {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.permissions ? { permissions: accept(checkPermissions(change.permissions)) } : {}),
  }
  if (after.permissions) await refuseWider(work, after.permissions, role!.permissions)
  if (after.name !== undefined && (await isRoleNameTaken(work, after.name, roleId)))
    throw new Refused('role_name_taken', { name: after.name })

  const changes = changedFields({ name: role!.name, permissions: role!.permissions.toSorted() }, after)
  if (Object.keys(changes).length === 0) return { roleId }
  await updateRole(work, roleId, after)
  work.audit({ action: 'role.change', subject: { kind: 'role', id: roleId }, changes })
  return { roleId }
}

async function refuseWider(work: Work, permissions: readonly string[], before: readonly string[]): Promise<void> {
  if (work.actor.kind === 'staff') accept(checkGrant(work.actor.permissions, permissions, before))
  else await refuseUnlessOwner(work)
}

/** Removes a role that nobody has. Refuses the ones a merchant starts with: their names are known to people and papers. */
export async function removeRole(work: Work, { roleId }: { roleId: string }) {
  const [role] = accept(await lockRoles(work, [roleId]))
  if (role!.code) throw new Refused('role_fixed')
  const users = await countUsersOfRole(work, roleId)
  if (users > 0) throw new Refused('role_in_use', { users })
  await deleteRole(work, roleId)
  const changes = { name: [role!.name, null], permissions: [role!.permissions, null] } as const
  work.audit({ action: 'role.remove', subject: { kind: 'role', id: roleId }, changes })
  return { roleId }
}

/** The id of a role that every merchant starts with. */
export async function builtInRoleId(work: Work, code: RoleCode): Promise<string> {
  const role = (await readRoles(work)).find((each) => each.code === code)
  if (!role) throw new Refused('role_not_found')
  return role.id
}
