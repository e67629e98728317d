/** A back office session ends after half an hour without a request (ASVS 7.3.1). */
export const backOfficeIdleSeconds = 30 * 60
/** At a bound till the browser stands in the shop and the cashier changes by PIN: it may rest over a long lunch. */
export const tillIdleSeconds = 4 * 3600
/** Whatever it does, nobody stays signed in longer than a working day (ASVS 7.3.2). */
export const absoluteSeconds = 12 * 3600
/** How often a session's last use is written; the idle time is exact to this. */
export const touchSeconds = 60

/** A member's own phone stays signed in while it is used; what is worth money there asks for more than the session. */
export const memberIdleSeconds = 60 * 86_400
export const memberAbsoluteSeconds = 365 * 86_400

export type SessionLife = { lastSeenAt: Date; idleSeconds: number; expiresAt: Date; endedAt: Date | null }

/** Whether a session still stands. */
export function isSessionLive(session: SessionLife, at: Date): boolean {
  if (session.endedAt) return false
  return at < session.expiresAt && at.getTime() < session.lastSeenAt.getTime() + session.idleSeconds * 1000
}
