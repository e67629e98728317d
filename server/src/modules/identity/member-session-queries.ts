import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type MemberSessionRow = {
  id: string
  memberId: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  endedAt: Date | null
  ip: string | null
  userAgent: string
}

export async function insertMemberSession(
  { send, merchantId, at }: Work,
  row: { id: string; memberId: string; tokenHash: Buffer; expiresAt: Date; ip: string | null; userAgent: string },
): Promise<void> {
  await send(sql`
    insert into identity.member_session (merchant_id, id, member_id, token_hash, created_at, last_seen_at, expires_at, ip, user_agent)
    values (${merchantId}, ${row.id}, ${row.memberId}, ${row.tokenHash}, ${at}, ${at}, ${row.expiresAt}, ${row.ip}, ${row.userAgent})`)
}

export async function readMemberSession(
  { send, merchantId }: Work,
  sessionId: string,
): Promise<MemberSessionRow | undefined> {
  const [row] = await send<MemberSessionRow>(sql`
    select id, member_id, created_at, last_seen_at, expires_at, ended_at, ip, user_agent from identity.member_session
     where merchant_id = ${merchantId} and id = ${sessionId}`)
  return row
}

export async function touchMemberSession({ send, merchantId, at }: Work, sessionId: string): Promise<void> {
  await send(sql`
    update identity.member_session set last_seen_at = ${at}
     where merchant_id = ${merchantId} and id = ${sessionId} and last_seen_at < ${at}`)
}

/** Sessions of these records (one person, after a merge) that have neither ended nor run out; the latest used first. */
export async function readLiveMemberSessions(
  { send, merchantId, at }: Work,
  memberIds: readonly string[],
  idleSeconds: number,
): Promise<MemberSessionRow[]> {
  return send<MemberSessionRow>(sql`
    select id, member_id, created_at, last_seen_at, expires_at, ended_at, ip, user_agent from identity.member_session
     where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[]) and ended_at is null
       and expires_at > ${at} and last_seen_at + make_interval(secs => ${idleSeconds}) > ${at}
     order by last_seen_at desc, id desc`)
}

/** Ends open sessions by what they have in common; returns the token hashes of those that it ended. */
export async function markMemberSessionsEnded(
  { send, merchantId, at }: Work,
  which: { memberIds: readonly string[]; sessionId?: string; exceptSessionId?: string },
): Promise<Buffer[]> {
  const ended = await send<{ tokenHash: Buffer }>(sql`
    update identity.member_session set ended_at = ${at}
     where merchant_id = ${merchantId} and member_id = any(${[...which.memberIds]}::uuid[]) and ended_at is null
       and (${which.sessionId ?? null}::uuid is null or id = ${which.sessionId ?? null})
       and (${which.exceptSessionId ?? null}::uuid is null or id <> ${which.exceptSessionId ?? null})
    returning token_hash`)
  return ended.map(({ tokenHash }) => tokenHash)
}

export async function endExpiredMemberSessions({ send, merchantId, at }: Work): Promise<Buffer[]> {
  const ended = await send<{ tokenHash: Buffer }>(sql`
    update identity.member_session set ended_at = ${at}
     where merchant_id = ${merchantId} and ended_at is null and expires_at < ${at} returning token_hash`)
  return ended.map(({ tokenHash }) => tokenHash)
}
