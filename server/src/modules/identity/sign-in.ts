import type { Actor } from '#platform/actor.ts'
import { forgetTries, takeTries } from '#platform/rate-limit.ts'
import { keyedHash } from '#platform/secrets.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { type Credential, credentialHash, findCredential } from './credential-queries.ts'
import { readDevice } from './device-queries.ts'
import type { Identity } from './identity.ts'
import { isKnownBrowser, rememberBrowser } from './known-browser-queries.ts'
import { normalLoginName } from './password-rules.ts'
import { passSecondStep } from './second-step.ts'
import { startSession } from './start-session.ts'
import { lockUser, readUser, updateUser, type UserRow } from './user-queries.ts'

const signInActor: Actor = { kind: 'system', name: 'sign-in' }
const windowSeconds = 15 * 60
const mostTries = 10
/** Tries from one address over all accounts: a shop's people share one, so it is wide. */
const mostTriesPerAddress = 100

export type SignIn = {
  loginName: string
  password: string
  totpCode?: string
  ip: string
  userAgent: string
  /** What this browser was given at an earlier sign-in, and the key of the till that it is. */
  browser: string
  deviceKey: string | null
}

type Candidate = { merchantId: string; user: UserRow | undefined; isKnown: boolean }

/**
 * Signs somebody in by password, and by a second step where they set one up.
 *
 * Not in one transaction: hashing takes its time and must hold no connection, and a try counts even when it is refused.
 * An unknown name takes the same way as a known one, and the same time. Ten tries in a quarter of an hour per account, counted
 * apart for a browser that the account knows: so guessing from elsewhere cannot lock its owner out.
 */
export async function signIn(identity: Identity, input: SignIn, at: Date) {
  const { database, keys, passwords } = identity
  const loginName = normalLoginName(input.loginName)
  const loginHash = credentialHash(keys, 'login_name', loginName)
  const browserHash = keyedHash(keys('identity.browser', null), input.browser)
  const candidate = await findCandidate(identity, { loginHash, browserHash, at })
  const account = candidate.isKnown ? `${loginName} in ${browserHash.toString('hex')}` : loginName
  accept(await takeTries(database, 'sign_in', account, { limit: mostTries, seconds: windowSeconds, at }))
  accept(
    await takeTries(database, 'sign_in_address', input.ip, { limit: mostTriesPerAddress, seconds: windowSeconds, at }),
  )

  const { user, merchantId } = candidate
  const isRight = user
    ? await passwords.verify(user.passwordHash, input.password)
    : await passwords.verifyNobody(input.password)
  if (!user || !isRight || user.disabledAt) {
    if (user) await noteRefusal(identity, candidate, input.ip, at)
    throw new Refused('sign_in_failed')
  }
  const device = input.deviceKey ? await findDevice(identity, input.deviceKey, merchantId, at) : null
  const started = await inRetriedTransaction(database, { merchantId, actor: signInActor, at }, async (work) => {
    const now = accept(await lockUser(work, user.id))
    // Between the look and the lock the account may have been disabled or got another password.
    if (now.disabledAt || now.passwordHash !== user.passwordHash) throw new Refused('sign_in_failed')
    await passSecondStep(work, keys, now, input.totpCode)
    await updateUser(work, user.id, { pinTries: 0 })
    await rememberBrowser(work, user.id, browserHash)
    const start = {
      userId: user.id,
      deviceId: device,
      ip: input.ip,
      userAgent: input.userAgent,
      how: 'password',
    } as const
    return startSession(work, keys, start)
  })
  await forgetTries(database, 'sign_in', account)
  return { ...started, userId: user.id, merchantId }
}

/** Looks the account up. Somebody unknown is looked for in a merchant that does not exist, by the same statements. */
async function findCandidate(
  { database }: Identity,
  { loginHash, browserHash, at }: { loginHash: Buffer; browserHash: Buffer; at: Date },
): Promise<Candidate> {
  const nobody: Credential = { merchantId: newId(), subjectId: newId() }
  const { merchantId, subjectId } = (await findCredential(database, 'login_name', loginHash)) ?? nobody
  return inRetriedTransaction(database, { merchantId, actor: signInActor, at }, async (work) => ({
    merchantId,
    user: await readUser(work, subjectId),
    isKnown: await isKnownBrowser(work, subjectId, browserHash),
  }))
}

/** A till's session is bound to the till. A key that is revoked or another merchant's binds nothing. */
async function findDevice({ database, keys }: Identity, deviceKey: string, merchantId: string, at: Date) {
  const found = await findCredential(database, 'device', credentialHash(keys, 'device', deviceKey))
  if (!found || found.merchantId !== merchantId) return null
  return inRetriedTransaction(database, { merchantId, actor: signInActor, at }, async (work) => {
    const device = await readDevice(work, found.subjectId)
    return device && !device.revokedAt ? device.id : null
  })
}

/** Keeps a line of a refused try (ASVS 16.3.1); their number is bounded by the limit. */
async function noteRefusal(
  { database }: Identity,
  { merchantId, user }: Candidate,
  ip: string,
  at: Date,
): Promise<void> {
  await inRetriedTransaction(database, { merchantId, actor: signInActor, at }, async (work) =>
    work.audit({ action: 'session.refuse', subject: { kind: 'user', id: user!.id }, changes: { ip: [null, ip] } }),
  )
}

/**
 * Whether a signed-in person knows their own password: before a change of password, PIN or second step (ASVS 7.5.1). Counted
 * against the same limit as signing in.
 */
export async function confirmPassword(
  identity: Identity,
  who: { merchantId: string; userId: string },
  password: string,
  at: Date,
) {
  const { database, passwords } = identity
  const user = await inRetriedTransaction(database, { merchantId: who.merchantId, actor: signInActor, at }, (work) =>
    readUser(work, who.userId),
  )
  if (!user || user.disabledAt) throw new Refused('user_not_found')
  accept(await takeTries(database, 'confirm', who.userId, { limit: mostTries, seconds: windowSeconds, at }))
  if (!(await passwords.verify(user.passwordHash, password))) throw new Refused('password_wrong')
  await forgetTries(database, 'confirm', who.userId)
  return user
}

/**
 * Proves who somebody is without signing them in: a manager at a cashier's screen. By the same limits and the same second
 * step as a sign-in. A wrong password is refused in words of its own, so that the cashier is not signed out.
 */
export async function provePerson(
  { database, keys, passwords }: Identity,
  input: { merchantId: string; loginName: string; password: string; totpCode?: string; ip: string },
  at: Date,
): Promise<string> {
  const loginName = normalLoginName(input.loginName)
  accept(await takeTries(database, 'sign_in', loginName, { limit: mostTries, seconds: windowSeconds, at }))
  accept(
    await takeTries(database, 'sign_in_address', input.ip, { limit: mostTriesPerAddress, seconds: windowSeconds, at }),
  )
  const found = await findCredential(database, 'login_name', credentialHash(keys, 'login_name', loginName))
  const userId = found?.merchantId === input.merchantId ? found.subjectId : newId()
  const options = { merchantId: input.merchantId, actor: signInActor, at }
  const user = await inRetriedTransaction(database, options, (work) => readUser(work, userId))
  const isRight = user
    ? await passwords.verify(user.passwordHash, input.password)
    : await passwords.verifyNobody(input.password)
  if (!user || !isRight || user.disabledAt) throw new Refused('approver_unproved')
  await inRetriedTransaction(database, options, async (work) =>
    passSecondStep(work, keys, accept(await lockUser(work, userId)), input.totpCode),
  )
  await forgetTries(database, 'sign_in', loginName)
  return userId
}
