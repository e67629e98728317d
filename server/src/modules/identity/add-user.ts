import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { addCredential, credentialHash } from './credential-queries.ts'
import { checkLoginName } from './password-rules.ts'
import { lockRoles } from './role-queries.ts'
import { refuseForeignStores, refuseOverGrant } from './reach.ts'
import { insertUser, replaceUserRoles, replaceUserStores } from './user-queries.ts'

export type UserInput = {
  userId: string
  loginName: string
  name: string
  roleIds: readonly string[]
  /** Null: every store. */
  storeIds: readonly string[] | null
  passwordHash: string
  mustChangePassword: boolean
}

/**
 * Adds an account. Its login name is one of a kind over all merchants of the installation: it says to which of them who signs
 * in belongs.
 *
 * Locks the roles. Refuses a name in use, unknown roles or stores, and giving away more than the actor may do.
 */
export async function addUser(work: Work, keys: KeyRing, input: UserInput): Promise<{ userId: string }> {
  const loginName = accept(checkLoginName(input.loginName))
  const roles = accept(await lockRoles(work, input.roleIds))
  await refuseOverGrant(work, roles)
  await refuseForeignStores(work, input.storeIds)
  if (!(await addCredential(work, 'login_name', credentialHash(keys, 'login_name', loginName), input.userId)))
    throw new Refused('login_name_taken', { loginName })

  const { userId, name, passwordHash, mustChangePassword } = input
  await insertUser(work, { id: userId, loginName, name, everyStore: !input.storeIds, passwordHash, mustChangePassword })
  await replaceUserRoles(work, userId, input.roleIds)
  await replaceUserStores(work, userId, input.storeIds ?? [])
  work.audit({
    action: 'user.add',
    subject: { kind: 'user', id: userId },
    changes: {
      loginName: [null, loginName],
      roles: [null, roles.map((role) => role.name)],
      storeIds: [null, input.storeIds],
    },
  })
  return { userId }
}
