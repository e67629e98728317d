import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { refuse } from '#shared/refusal.ts'

export type UserRow = {
  id: string
  loginName: string
  name: string
  everyStore: boolean
  passwordHash: string
  passwordChangedAt: Date
  mustChangePassword: boolean
  pinHash: string | null
  pinTries: number
  totpSecret: Buffer | null
  totpEnabledAt: Date | null
  totpLastStep: number
  createdAt: Date
  disabledAt: Date | null
}

const columns = [
  'id',
  'loginName',
  'name',
  'everyStore',
  'passwordHash',
  'passwordChangedAt',
  'mustChangePassword',
  'pinHash',
  'pinTries',
  'totpSecret',
  'totpEnabledAt',
  'totpLastStep',
  'createdAt',
  'disabledAt',
] as const

export async function readUser({ tx, merchantId }: Work, userId: string): Promise<UserRow | undefined> {
  return await tx
    .selectFrom('identity.user')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .where('id', '=', userId)
    .executeTakeFirst()
}

export async function lockUser({ tx, merchantId }: Work, userId: string) {
  const row = await tx
    .selectFrom('identity.user')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('user_not_found')
}

export type UserView = {
  id: string
  loginName: string
  name: string
  everyStore: boolean
  storeIds: string[]
  roleIds: string[]
  isOwner: boolean
  hasPin: boolean
  isPinLocked: boolean
  hasTotp: boolean
  mustChangePassword: boolean
  lastSeenAt: Date | null
  createdAt: Date
  disabledAt: Date | null
}

/** Accounts as screens list them, newest last; one or all. */
export async function readUserViews({ tx, merchantId }: Work, userId?: string): Promise<UserView[]> {
  const { rows } = await sql<UserView>`
    select u.id, u.login_name, u.name, u.every_store, u.must_change_password, u.created_at, u.disabled_at,
           u.pin_hash is not null as has_pin, u.pin_tries >= 5 as is_pin_locked, u.totp_enabled_at is not null as has_totp,
           array(select store_id from identity.user_store where merchant_id = ${merchantId} and user_id = u.id) as store_ids,
           array(select role_id from identity.user_role where merchant_id = ${merchantId} and user_id = u.id) as role_ids,
           exists (select from identity.user_role ur join identity.role r
                       on r.merchant_id = ur.merchant_id and r.id = ur.role_id
                    where ur.merchant_id = ${merchantId} and ur.user_id = u.id and r.code = 'owner') as is_owner,
           (select max(last_seen_at) from identity.session where merchant_id = ${merchantId} and user_id = u.id) as last_seen_at
      from identity."user" u
     where u.merchant_id = ${merchantId} and (${userId ?? null}::uuid is null or u.id = ${userId ?? null})
     order by u.created_at, u.id`.execute(tx)
  return rows
}

/** What a user may do by their roles; an owner's set is everything. */
export async function readRights({ tx, merchantId }: Work, userId: string) {
  const { rows } = await sql<{ isOwner: boolean; permissions: string[] }>`
    select coalesce(bool_or(r.code = 'owner'), false) as is_owner,
           coalesce(array_agg(distinct p) filter (where p is not null), '{}') as permissions
      from identity.user_role ur
      join identity.role r on r.merchant_id = ur.merchant_id and r.id = ur.role_id
      left join lateral unnest(r.permissions) as p on true
     where ur.merchant_id = ${merchantId} and ur.user_id = ${userId}`.execute(tx)
  return rows[0]!
}

export async function insertUser(
  { tx, merchantId, at }: Work,
  row: Pick<UserRow, 'id' | 'loginName' | 'name' | 'everyStore' | 'passwordHash' | 'mustChangePassword'>,
): Promise<void> {
  await tx
    .insertInto('identity.user')
    .values({ merchantId, ...row, passwordChangedAt: at, createdAt: at })
    .execute()
}

export async function updateUser({ tx, merchantId }: Work, userId: string, changes: Partial<UserRow>): Promise<void> {
  await tx
    .updateTable('identity.user')
    .set(changes)
    .where('merchantId', '=', merchantId)
    .where('id', '=', userId)
    .execute()
}

export async function readUserRoleIds({ tx, merchantId }: Work, userId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('identity.userRole')
    .select('roleId')
    .where('merchantId', '=', merchantId)
    .where('userId', '=', userId)
    .orderBy('roleId')
    .execute()
  return rows.map(({ roleId }) => roleId)
}

export async function readUserStoreIds({ tx, merchantId }: Work, userId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('identity.userStore')
    .select('storeId')
    .where('merchantId', '=', merchantId)
    .where('userId', '=', userId)
    .orderBy('storeId')
    .execute()
  return rows.map(({ storeId }) => storeId)
}

export async function replaceUserRoles(
  { tx, merchantId }: Work,
  userId: string,
  roleIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom('identity.userRole').where('merchantId', '=', merchantId).where('userId', '=', userId).execute()
  await tx
    .insertInto('identity.userRole')
    .values([...new Set(roleIds)].map((roleId) => ({ merchantId, userId, roleId })))
    .execute()
}

export async function replaceUserStores(
  { tx, merchantId }: Work,
  userId: string,
  storeIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom('identity.userStore').where('merchantId', '=', merchantId).where('userId', '=', userId).execute()
  if (storeIds.length === 0) return
  await tx
    .insertInto('identity.userStore')
    .values([...new Set(storeIds)].map((storeId) => ({ merchantId, userId, storeId })))
    .execute()
}

/** Owners who can sign in. Locks the owner role, so that two owners cannot take each other away at once. */
export async function lockOwners({ tx, merchantId }: Work): Promise<string[]> {
  await tx
    .selectFrom('identity.role')
    .select('id')
    .where('merchantId', '=', merchantId)
    .where('code', '=', 'owner')
    .forUpdate()
    .execute()
  const { rows } = await sql<{ id: string }>`
    select u.id from identity."user" u
      join identity.user_role ur on ur.merchant_id = u.merchant_id and ur.user_id = u.id
      join identity.role r on r.merchant_id = ur.merchant_id and r.id = ur.role_id
     where u.merchant_id = ${merchantId} and r.code = 'owner' and u.disabled_at is null`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Who may unlock a till of this store by PIN, by name. */
export async function readTillUsers(
  { tx, merchantId }: Work,
  storeId: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from identity."user" u
     where u.merchant_id = ${merchantId} and u.disabled_at is null and u.pin_hash is not null
       and (u.every_store or exists (select from identity.user_store s
             where s.merchant_id = ${merchantId} and s.user_id = u.id and s.store_id = ${storeId}))
     order by u.name, u.id`.execute(tx)
  return rows
}

/** Accounts that may work in any of the stores (null: all), disabled ones too. */
export async function readStoreUsers({ send, merchantId }: Work, storeIds: readonly string[] | null) {
  const wanted = storeIds && [...storeIds]
  return send<{ id: string; name: string; isActive: boolean }>(sql`
    select u.id, u.name, u.disabled_at is null as is_active from identity."user" u
     where u.merchant_id = ${merchantId}
       and (${wanted}::uuid[] is null or u.every_store or exists (select from identity.user_store s
             where s.merchant_id = ${merchantId} and s.user_id = u.id and s.store_id = any(${wanted}::uuid[])))
     order by u.name, u.id`)
}

export async function readUserNames({ send, merchantId }: Work, ids: readonly string[]) {
  return send<{ id: string; name: string }>(sql`
    select id, name from identity."user" where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])`)
}
