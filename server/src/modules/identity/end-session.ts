import { Refused } from '#shared/refusal.ts'
import type { Work } from '#platform/work.ts'
import { removeCredentials } from './credential-queries.ts'
import { type EndedSession, markSessionsEnded } from './session-queries.ts'

async function forgetTokens(work: Work, ended: readonly EndedSession[]): Promise<void> {
  await removeCredentials(
    work,
    'session',
    ended.map(({ tokenHash }) => tokenHash),
  )
}

/** Ends one session of a user; its token finds nothing any more. Refuses one that is over or somebody else's. */
export async function endSession(
  work: Work,
  { sessionId, userId }: { sessionId: string; userId: string },
): Promise<void> {
  const ended = await markSessionsEnded(work, { sessionId, userId })
  if (ended.length === 0) throw new Refused('session_not_found')
  await forgetTokens(work, ended)
  work.audit({ action: 'session.end', subject: { kind: 'user', id: userId } })
}

/** Ends all sessions of a user, but for the one that asked, if any. Returns how many. */
export async function endSessionsOf(
  work: Work,
  { userId, exceptSessionId }: { userId: string; exceptSessionId?: string },
) {
  const ended = await markSessionsEnded(work, { userId, exceptSessionId })
  await forgetTokens(work, ended)
  return ended.length
}

/** Ends the sessions of a device whose key was revoked. */
export async function endSessionsAt(work: Work, deviceId: string): Promise<void> {
  await forgetTokens(work, await markSessionsEnded(work, { deviceId }))
}

/** A sweep: sessions that ran out leave the look-up table. Returns how many. */
export async function sweepSessions(work: Work): Promise<number> {
  const ended = await markSessionsEnded(work, { expiredBefore: work.at })
  await forgetTokens(work, ended)
  return ended.length
}
