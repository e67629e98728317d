import { sql } from 'kysely'
import type { Actor } from '#platform/actor.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { Identity } from './identity.ts'
import { startSession } from './start-session.ts'
import { lockUser, readUserStoreIds, updateUser } from './user-queries.ts'

const pinActor: Actor = { kind: 'system', name: 'pin' }
export const mostPinTries = 5

/**
 * Takes one of the five tries before the PIN is looked at, so that tries at the same moment cannot share one. Only the
 * password gives new ones: six digits must not be guessed at leisure.
 */
async function takePinTry({ tx, merchantId }: Work, userId: string) {
  const { rows } = await sql<{ pinHash: string; pinTries: number }>`
    update identity."user" set pin_tries = pin_tries + 1
     where merchant_id = ${merchantId} and id = ${userId} and pin_hash is not null and disabled_at is null
       and pin_tries < ${mostPinTries}
    returning pin_hash, pin_tries`.execute(tx)
  if (!rows[0]) throw new Refused('pin_locked_out')
  return rows[0]
}

/**
 * Whether this is somebody's PIN. The try is committed before the answer is known; a right one gives all tries back.
 *
 * Somebody unknown, disabled or without a PIN is refused like a locked PIN.
 */
export async function checkPinOf(
  { database, passwords }: Identity,
  { merchantId, userId, pin }: { merchantId: string; userId: string; pin: string },
  at: Date,
): Promise<void> {
  const options = { merchantId, actor: pinActor, at }
  const taken = await inRetriedTransaction(database, options, (work) => takePinTry(work, userId))
  if (!(await passwords.verify(taken.pinHash, pin))) {
    await inRetriedTransaction(database, options, async (work) =>
      work.audit({ action: 'session.refuse_pin', subject: { kind: 'user', id: userId } }),
    )
    const left = mostPinTries - taken.pinTries
    throw left > 0 ? new Refused('pin_wrong', { left }) : new Refused('pin_locked_out')
  }
  await inRetriedTransaction(database, options, (work) => updateUser(work, userId, { pinTries: 0 }))
}

/** Changes the person at a bound till by PIN: a new session, bound to the device. Refuses who does not work at its store. */
export async function signInByPin(
  identity: Identity,
  input: {
    merchantId: string
    userId: string
    pin: string
    deviceId: string
    storeId: string
    ip: string
    userAgent: string
  },
  at: Date,
) {
  await checkPinOf(identity, input, at)
  const options = { merchantId: input.merchantId, actor: pinActor, at }
  return inRetriedTransaction(identity.database, options, async (work) => {
    const user = accept(await lockUser(work, input.userId))
    if (user.disabledAt) throw new Refused('user_disabled')
    if (!user.everyStore && !(await readUserStoreIds(work, user.id)).includes(input.storeId))
      throw new Refused('store_not_allowed')
    const { userId, deviceId, ip, userAgent } = input
    return startSession(work, identity.keys, { userId, deviceId, ip, userAgent, how: 'pin' })
  })
}
