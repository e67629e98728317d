import { newId } from '#shared/ids.ts'
import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { addCredential, credentialHash, newSecret } from './credential-queries.ts'
import { insertSession } from './session-queries.ts'
import { absoluteSeconds, backOfficeIdleSeconds, tillIdleSeconds } from './session-rules.ts'

export type SessionStart = {
  userId: string
  deviceId: string | null
  ip: string | null
  userAgent: string
  how: 'password' | 'pin' | 'setup'
}

/** Starts a session under a fresh token, which is returned once and kept only as a keyed hash. Who may was decided before. */
export async function startSession(work: Work, keys: KeyRing, { how, ...start }: SessionStart) {
  const { userId, deviceId, ip } = start
  const token = newSecret()
  const tokenHash = credentialHash(keys, 'session', token)
  const sessionId = newId(work.at.getTime())
  await insertSession(work, {
    id: sessionId,
    tokenHash,
    ...start,
    userAgent: start.userAgent.slice(0, 300),
    idleSeconds: deviceId ? tillIdleSeconds : backOfficeIdleSeconds,
    expiresAt: new Date(work.at.getTime() + absoluteSeconds * 1000),
  })
  await addCredential(work, 'session', tokenHash, sessionId)
  work.audit({
    action: 'session.start',
    subject: { kind: 'user', id: userId },
    by: { kind: 'staff', sessionId, userId, deviceId, ip, permissions: new Set(), storeIds: null },
    changes: { how: [null, how], ip: [null, ip], deviceId: [null, deviceId] },
  })
  return { token, sessionId }
}
