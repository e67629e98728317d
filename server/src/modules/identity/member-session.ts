import type { FastifyRequest } from 'fastify'
import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { addCredential, credentialHash, newSecret, removeCredentials } from './credential-queries.ts'
import {
  endExpiredMemberSessions,
  insertMemberSession,
  markMemberSessionsEnded,
  readLiveMemberSessions,
} from './member-session-queries.ts'
import { memberAbsoluteSeconds, memberIdleSeconds } from './session-rules.ts'

/** The member who asks; for routes with `access: ['member']`. */
export function memberOf(request: FastifyRequest) {
  const actor = request.caller?.actor
  if (actor?.kind !== 'member') throw new Refused('not_signed_in')
  return { ...actor, merchantId: request.caller!.merchantId }
}

/** Starts a member's session under a fresh token, which is returned once and kept as a keyed hash. Who may was decided before. */
export async function startMemberSession(
  work: Work,
  keys: KeyRing,
  { memberId, ip, userAgent }: { memberId: string; ip: string | null; userAgent: string },
): Promise<{ token: string; sessionId: string }> {
  const token = newSecret()
  const tokenHash = credentialHash(keys, 'member_session', token)
  const sessionId = newId(work.at.getTime())
  const expiresAt = new Date(work.at.getTime() + memberAbsoluteSeconds * 1_000)
  await insertMemberSession(work, {
    ...{ id: sessionId, memberId, tokenHash, expiresAt, ip },
    userAgent: userAgent.slice(0, 300),
  })
  await addCredential(work, 'member_session', tokenHash, sessionId)
  work.audit({
    action: 'session.start',
    subject: { kind: 'member', id: memberId },
    by: { kind: 'member', memberId, sessionId, ip },
    changes: { ip: [null, ip] },
  })
  return { token, sessionId }
}

/** A person's signed-in phones. `memberIds` are all records that became one by merging. */
export async function listMemberSessions(work: Work, memberIds: readonly string[]) {
  const rows = await readLiveMemberSessions(work, memberIds, memberIdleSeconds)
  return rows.map(({ id, ip, userAgent, createdAt, lastSeenAt }) => ({
    ...{ id, ip, userAgent },
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }))
}

/** Ends one session; its token finds nothing any more. Refuses one that is over or somebody else's. */
export async function endMemberSession(
  work: Work,
  { memberIds, sessionId }: { memberIds: readonly string[]; sessionId: string },
): Promise<void> {
  const ended = await markMemberSessionsEnded(work, { memberIds, sessionId })
  if (ended.length === 0) throw new Refused('session_not_found')
  await removeCredentials(work, 'member_session', ended)
  work.audit({ action: 'session.end', subject: { kind: 'member', id: memberIds[0]! } })
}

/** Ends all sessions of a person but the one that asks, if any. Returns how many. */
export async function endMemberSessionsOf(
  work: Work,
  which: { memberIds: readonly string[]; exceptSessionId?: string },
): Promise<number> {
  const ended = await markMemberSessionsEnded(work, which)
  await removeCredentials(work, 'member_session', ended)
  return ended.length
}

/** A sweep: sessions that ran out leave the look-up table. Returns how many. */
export async function sweepMemberSessions(work: Work): Promise<number> {
  const ended = await endExpiredMemberSessions(work)
  await removeCredentials(work, 'member_session', ended)
  return ended.length
}
