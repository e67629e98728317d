import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { endSessionsOf } from './end-session.ts'
import { lockManagedUser } from './reach.ts'
import { lockUser, updateUser } from './user-queries.ts'

/**
 * Sets a password for somebody who forgot theirs. All their sessions end, and they may do nothing before they have chosen
 * their own; the second step of sign-in stays.
 */
export async function resetPassword(work: Work, { userId, passwordHash }: { userId: string; passwordHash: string }) {
  await lockManagedUser(work, userId)
  await updateUser(work, userId, { passwordHash, passwordChangedAt: work.at, mustChangePassword: true })
  await endSessionsOf(work, { userId })
  work.audit({ action: 'user.reset_password', subject: { kind: 'user', id: userId } })
  return { userId }
}

/** Changes one's own password, which was checked before. Every other session of this user ends. */
export async function changeOwnPassword(
  work: Work,
  { userId, sessionId, passwordHash }: { userId: string; sessionId: string; passwordHash: string },
) {
  accept(await lockUser(work, userId))
  await updateUser(work, userId, { passwordHash, passwordChangedAt: work.at, mustChangePassword: false })
  const ended = await endSessionsOf(work, { userId, exceptSessionId: sessionId })
  work.audit({ action: 'user.change_password', subject: { kind: 'user', id: userId } })
  return { ended }
}

/** Sets one's own till PIN, or takes it away; the count of wrong tries starts anew. */
export async function setOwnPin(work: Work, { userId, pinHash }: { userId: string; pinHash: string | null }) {
  accept(await lockUser(work, userId))
  await updateUser(work, userId, { pinHash, pinTries: 0 })
  work.audit({ action: pinHash ? 'user.set_pin' : 'user.remove_pin', subject: { kind: 'user', id: userId } })
}
