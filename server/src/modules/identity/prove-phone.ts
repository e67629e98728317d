import { randomInt } from 'node:crypto'
import type { Actor } from '#platform/actor.ts'
import { takeTries } from '#platform/rate-limit.ts'
import { keyedHash, sameBytes } from '#platform/secrets.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal, Refused } from '#shared/refusal.ts'
import type { PhoneCodePurpose } from './code-sender.ts'
import { newSecret } from './credential-queries.ts'
import type { Identity } from './identity.ts'
import {
  countTry,
  deletePhoneCodes,
  insertPhoneCode,
  lockPhoneCode,
  markCodeUsed,
  takeProof,
  writeProof,
} from './phone-code-queries.ts'
import { judgeTry, phoneCodeDigits, phoneCodeLimits, phoneCodeSeconds, phoneProofSeconds } from './phone-code-rules.ts'

const signInActor: Actor = { kind: 'system', name: 'sign-in' }
const keyPurpose = 'identity.phone_code'
const keptSeconds = 86_400

type Whose = { merchantId: string; phone: string; purpose: PhoneCodePurpose; ip: string }

/**
 * Sends a six-digit code to a phone (E.164), whether anybody here has it or not: the answer tells nothing. A newer code ends
 * the one before. Refuses `too_many_requests` by phone (a minute apart, 5 an hour, 10 a day) and by address, and
 * `phone_codes_unavailable` where the merchant can send none.
 */
export async function sendPhoneCode(
  { database, sendCode }: Identity,
  { merchantId, phone, purpose, ip, language }: Whose & { language: 'zh' | 'en' },
  at: Date,
): Promise<{ phoneCodeId: string; expiresAt: string }> {
  const { minute, hour, day, address } = phoneCodeLimits
  const account = `${merchantId} ${phone}`
  accept(await takeTries(database, 'phone_code_address', ip, { ...address, at }))
  accept(await takeTries(database, 'phone_code_minute', account, { ...minute, at }))
  accept(await takeTries(database, 'phone_code_hour', account, { ...hour, at }))
  accept(await takeTries(database, 'phone_code_day', account, { ...day, at }))
  const phoneCodeId = newId(at.getTime())
  const code = String(randomInt(10 ** phoneCodeDigits)).padStart(phoneCodeDigits, '0')
  const expiresAt = new Date(at.getTime() + phoneCodeSeconds * 1_000)
  await inRetriedTransaction(database, { merchantId, actor: signInActor, at }, (work) =>
    insertPhoneCode(work, {
      ...{ id: phoneCodeId, purpose, expiresAt },
      phoneHash: phoneHashOf(work, phone),
      codeHash: codeHashOf(work, phoneCodeId, code),
    }),
  )
  await sendCode({ merchantId, phoneCodeId, purpose, phone, code, language, expiresAt, at })
  return { phoneCodeId, expiresAt: expiresAt.toISOString() }
}

/**
 * Does something for whoever holds a phone, in the transaction that uses up the code. A wrong try is committed before it is
 * refused: five in all. Refuses `phone_code_wrong`, `phone_code_expired` (also a code that was used), `phone_code_locked_out`.
 */
export async function withProvenPhone<T>(
  { database }: Identity,
  { merchantId, phone, purpose, ip, code, actor = signInActor }: Whose & { code: string; actor?: Actor },
  at: Date,
  body: (work: Work, phoneCodeId: string) => Promise<T>,
): Promise<T> {
  accept(await takeTries(database, 'phone_code_try', ip, { ...phoneCodeLimits.triesOfAddress, at }))
  const outcome = await inRetriedTransaction(database, { merchantId, actor, at }, async (work) => {
    const sent = await lockPhoneCode(work, { phoneHash: phoneHashOf(work, phone), purpose })
    const isSame = sent !== undefined && sameBytes(sent.codeHash, codeHashOf(work, sent.id, code.trim()))
    const refusal = judgeTry(sent, isSame, at)
    if (refusal) {
      if (sent && refusal.code !== 'phone_code_expired') await countTry(work, sent.id)
      return refusal
    }
    await markCodeUsed(work, sent!.id)
    return { done: await body(work, sent!.id) }
  })
  if (isRefusal(outcome)) throw new Refused(outcome.code, outcome.details)
  return outcome.done
}

/** Keeps for half an hour that somebody holds a phone which is nobody's yet. The proof is returned once, kept as a keyed hash. */
export async function keepPhoneProof(work: Work, phoneCodeId: string): Promise<string> {
  const proof = newSecret()
  const expiresAt = new Date(work.at.getTime() + phoneProofSeconds * 1_000)
  await writeProof(work, phoneCodeId, { proofHash: keyedHash(work.key(keyPurpose), `proof/${proof}`), expiresAt })
  return proof
}

/** Uses a proof up. Refuses one of another phone, one that ran out and one that was used: `phone_proof_expired`. */
export async function usePhoneProof(work: Work, { phone, proof }: { phone: string; proof: string }): Promise<void> {
  const proofHash = keyedHash(work.key(keyPurpose), `proof/${proof}`)
  if (!(await takeProof(work, { proofHash, phoneHash: phoneHashOf(work, phone) })))
    throw new Refused('phone_proof_expired')
}

/** A sweep: codes of yesterday are forgotten. Returns how many. */
export function sweepPhoneCodes(work: Work): Promise<number> {
  return deletePhoneCodes(work, new Date(work.at.getTime() - keptSeconds * 1_000))
}

function phoneHashOf(work: Work, phone: string): Buffer {
  return keyedHash(work.key(keyPurpose), `phone/${phone}`)
}

function codeHashOf(work: Work, phoneCodeId: string, code: string): Buffer {
  return keyedHash(work.key(keyPurpose), `code/${phoneCodeId}/${code}`)
}
