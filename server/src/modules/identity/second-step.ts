import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { consumeRecoveryCode } from './totp-queries.ts'
import { matchTotp, openTotpSecret, recoveryHash } from './totp.ts'
import { updateUser, type UserRow } from './user-queries.ts'

/**
 * The second step of a sign-in, for a locked account: a code of the authenticator app, or a recovery code. Either counts once.
 *
 * Refuses when none was given (the screen then asks) and when it does not fit.
 */
export async function passSecondStep(
  work: Work,
  keys: KeyRing,
  user: UserRow,
  code: string | undefined,
): Promise<void> {
  if (!user.totpEnabledAt || !user.totpSecret) return
  if (!code) throw new Refused('totp_needed')
  const secret = openTotpSecret(work, user.id, user.totpSecret)
  const step = matchTotp(secret, code.replace(/\s/g, ''), { at: work.at, lastStep: user.totpLastStep })
  if (step !== null) return updateUser(work, user.id, { totpLastStep: step })
  if (code.length >= 10 && (await consumeRecoveryCode(work, user.id, recoveryHash(keys, code)))) {
    work.audit({ action: 'user.use_recovery_code', subject: { kind: 'user', id: user.id } })
    return
  }
  throw new Refused('totp_wrong')
}
