import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { SessionLife } from './session-rules.ts'

export type SessionOwner = SessionLife & {
  sessionId: string
  userId: string
  deviceId: string | null
  isDeviceRevoked: boolean
  isDisabled: boolean
  mustChangePassword: boolean
  everyStore: boolean
  storeIds: string[]
  isOwner: boolean
  permissions: string[]
}

/** Everything that decides about a request of this session, in one statement. */
export async function readSessionOwner(
  { send, merchantId }: Work,
  sessionId: string,
): Promise<SessionOwner | undefined> {
  const rows = await send<SessionOwner>(sql`
    select s.id as session_id, s.user_id, s.device_id, s.last_seen_at, s.idle_seconds, s.expires_at, s.ended_at,
           d.revoked_at is not null as is_device_revoked,
           u.disabled_at is not null as is_disabled, u.must_change_password, u.every_store,
           array(select store_id from identity.user_store
                  where merchant_id = ${merchantId} and user_id = u.id) as store_ids,
           exists (select from identity.user_role ur join identity.role r
                       on r.merchant_id = ur.merchant_id and r.id = ur.role_id
                    where ur.merchant_id = ${merchantId} and ur.user_id = u.id and r.code = 'owner') as is_owner,
           array(select distinct p from identity.user_role ur join identity.role r
                       on r.merchant_id = ur.merchant_id and r.id = ur.role_id, unnest(r.permissions) as p
                    where ur.merchant_id = ${merchantId} and ur.user_id = u.id) as permissions
      from identity.session s
      join identity."user" u on u.merchant_id = s.merchant_id and u.id = s.user_id
      left join identity.device d on d.merchant_id = s.merchant_id and d.id = s.device_id
     where s.merchant_id = ${merchantId} and s.id = ${sessionId}`)
  return rows[0]
}

export async function touchSession({ send, merchantId, at }: Work, sessionId: string): Promise<void> {
  await send(sql`
    update identity.session set last_seen_at = ${at}
     where merchant_id = ${merchantId} and id = ${sessionId} and last_seen_at < ${at}`)
}

export type NewSession = {
  id: string
  userId: string
  tokenHash: Buffer
  deviceId: string | null
  idleSeconds: number
  expiresAt: Date
  ip: string | null
  userAgent: string
}

export async function insertSession({ tx, merchantId, at }: Work, row: NewSession): Promise<void> {
  await tx
    .insertInto('identity.session')
    .values({ merchantId, ...row, createdAt: at, lastSeenAt: at })
    .execute()
}

export type SessionRow = SessionLife & {
  id: string
  userId: string
  deviceId: string | null
  createdAt: Date
  ip: string | null
  userAgent: string
}

/** Sessions of a user that have neither ended nor run out. */
export async function readLiveSessions({ tx, merchantId, at }: Work, userId: string): Promise<SessionRow[]> {
  return await tx
    .selectFrom('identity.session')
    .select([
      'id',
      'userId',
      'deviceId',
      'createdAt',
      'lastSeenAt',
      'idleSeconds',
      'expiresAt',
      'endedAt',
      'ip',
      'userAgent',
    ])
    .where('merchantId', '=', merchantId)
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', at)
    .where(sql<boolean>`last_seen_at + make_interval(secs => idle_seconds) > ${at}`)
    .orderBy('lastSeenAt', 'desc')
    .execute()
}

export type EndedSession = { id: string; userId: string; tokenHash: Buffer }

/** Ends open sessions by what they have in common; returns those that it ended. */
export async function markSessionsEnded(
  { tx, merchantId, at }: Work,
  which: {
    sessionId?: string
    userId?: string
    deviceId?: string
    exceptSessionId?: string | undefined
    expiredBefore?: Date
  },
): Promise<EndedSession[]> {
  let query = tx
    .updateTable('identity.session')
    .set({ endedAt: at })
    .where('merchantId', '=', merchantId)
    .where('endedAt', 'is', null)
  if (which.sessionId) query = query.where('id', '=', which.sessionId)
  if (which.userId) query = query.where('userId', '=', which.userId)
  if (which.deviceId) query = query.where('deviceId', '=', which.deviceId)
  if (which.exceptSessionId) query = query.where('id', '<>', which.exceptSessionId)
  if (which.expiredBefore) query = query.where('expiresAt', '<', which.expiredBefore)
  return await query.returning(['id', 'userId', 'tokenHash']).execute()
}

/** Says that a session's browser is now this till. */
export async function bindSession({ tx, merchantId }: Work, sessionId: string, deviceId: string): Promise<void> {
  await tx
    .updateTable('identity.session')
    .set({ deviceId })
    .where('merchantId', '=', merchantId)
    .where('id', '=', sessionId)
    .execute()
}
