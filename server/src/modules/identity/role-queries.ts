import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { refuse } from '#shared/refusal.ts'
import type { RoleCode } from './permission-rules.ts'

export type RoleRow = { id: string; code: RoleCode | null; name: string; permissions: string[] }

const columns = ['id', 'code', 'name', 'permissions'] as const

export async function readRoles({ tx, merchantId }: Work): Promise<(RoleRow & { users: number })[]> {
  const { rows } = await sql<RoleRow & { users: number }>`
    select r.id, r.code, r.name, r.permissions,
           (select count(*) from identity.user_role ur
             where ur.merchant_id = ${merchantId} and ur.role_id = r.id) as users
      from identity.role r where r.merchant_id = ${merchantId}
     order by r.created_at, r.id`.execute(tx)
  return rows
}

/** Locks the roles given to somebody, so that they are neither changed nor removed meanwhile. Refuses an unknown one. */
export async function lockRoles({ tx, merchantId }: Work, ids: readonly string[]) {
  const rows = (await tx
    .selectFrom('identity.role')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()) as RoleRow[]
  return rows.length === new Set(ids).size ? rows : refuse('role_not_found')
}

export async function insertRoles({ tx, merchantId, at }: Work, rows: readonly RoleRow[]): Promise<void> {
  await tx
    .insertInto('identity.role')
    .values(rows.map((row) => ({ merchantId, ...row, createdAt: at })))
    .execute()
}

export async function isRoleNameTaken({ tx, merchantId }: Work, name: string, exceptId: string): Promise<boolean> {
  const taken = await tx
    .selectFrom('identity.role')
    .select('id')
    .where('merchantId', '=', merchantId)
    .where('name', '=', name)
    .where('id', '<>', exceptId)
    .executeTakeFirst()
  return taken !== undefined
}

export async function updateRole(
  { tx, merchantId }: Work,
  roleId: string,
  changes: { name?: string; permissions?: string[] },
): Promise<void> {
  await tx
    .updateTable('identity.role')
    .set(changes)
    .where('merchantId', '=', merchantId)
    .where('id', '=', roleId)
    .execute()
}

export async function countUsersOfRole({ tx, merchantId }: Work, roleId: string): Promise<number> {
  const { rows } = await sql<{ users: number }>`
    select count(*) as users from identity.user_role
     where merchant_id = ${merchantId} and role_id = ${roleId}`.execute(tx)
  return rows[0]!.users
}

export async function deleteRole({ tx, merchantId }: Work, roleId: string): Promise<void> {
  await tx.deleteFrom('identity.role').where('merchantId', '=', merchantId).where('id', '=', roleId).execute()
}
