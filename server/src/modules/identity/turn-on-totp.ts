import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { endSessionsOf } from './end-session.ts'
import { lockManagedUser } from './reach.ts'
import { replaceRecoveryCodes } from './totp-queries.ts'
import { matchTotp, newRecoveryCodes, newTotpSecret, openTotpSecret, recoveryHash, sealTotpSecret } from './totp.ts'
import { lockUser, updateUser } from './user-queries.ts'

/** Makes a secret for one's authenticator app. It counts only once a code of it was confirmed; asking again makes a new one. */
export async function startTotp(work: Work, { userId }: { userId: string }) {
  const user = accept(await lockUser(work, userId))
  if (user.totpEnabledAt) throw new Refused('totp_on')
  const secret = newTotpSecret()
  await updateUser(work, userId, { totpSecret: sealTotpSecret(work, userId, secret), totpLastStep: 0 })
  return { secret, loginName: user.loginName }
}

/**
 * Turns the second step on with the first code that the app shows, and gives the recovery codes, this once.
 *
 * Every other session of the user ends: they were started without it.
 */
export async function confirmTotp(
  work: Work,
  keys: KeyRing,
  { userId, sessionId, code }: { userId: string; sessionId: string; code: string },
) {
  const user = accept(await lockUser(work, userId))
  if (user.totpEnabledAt) throw new Refused('totp_on')
  if (!user.totpSecret) throw new Refused('totp_off')
  const secret = openTotpSecret(work, userId, user.totpSecret)
  const step = matchTotp(secret, code.replace(/\s/g, ''), { at: work.at, lastStep: user.totpLastStep })
  if (step === null) throw new Refused('totp_wrong')
  const recoveryCodes = newRecoveryCodes()
  await updateUser(work, userId, { totpEnabledAt: work.at, totpLastStep: step })
  await replaceRecoveryCodes(
    work,
    userId,
    recoveryCodes.map((each) => recoveryHash(keys, each)),
  )
  await endSessionsOf(work, { userId, exceptSessionId: sessionId })
  work.audit({ action: 'user.turn_on_totp', subject: { kind: 'user', id: userId } })
  return { recoveryCodes }
}

/** Turns one's second step off. The password was confirmed before. */
export async function turnOffTotp(work: Work, { userId }: { userId: string }): Promise<void> {
  const user = accept(await lockUser(work, userId))
  if (!user.totpEnabledAt) throw new Refused('totp_off')
  await clearTotp(work, userId)
  work.audit({ action: 'user.turn_off_totp', subject: { kind: 'user', id: userId } })
}

/** Takes the second step off somebody's account who lost phone and codes. All their sessions end. */
export async function removeTotp(work: Work, { userId }: { userId: string }) {
  const user = await lockManagedUser(work, userId)
  if (!user.totpEnabledAt) throw new Refused('totp_off')
  await clearTotp(work, userId)
  await endSessionsOf(work, { userId })
  work.audit({ action: 'user.remove_totp', subject: { kind: 'user', id: userId } })
  return { userId }
}

async function clearTotp(work: Work, userId: string): Promise<void> {
  await updateUser(work, userId, { totpSecret: null, totpEnabledAt: null, totpLastStep: 0 })
  await replaceRecoveryCodes(work, userId, [])
}
