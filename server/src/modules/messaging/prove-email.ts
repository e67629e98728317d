import { randomInt } from 'node:crypto'
import { reachMember } from '#modules/members/reach-member.ts'
import type { Database } from '#platform/db.ts'
import { takeTries } from '#platform/rate-limit.ts'
import { keyedHash, sameBytes } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { countWrongTry, lockEmailCode, putEmailCode, writeProved } from './email-code-queries.ts'
import {
  emailCodeDigits,
  emailCodeLimits,
  emailCodeSeconds,
  type EmailCodeRefusal,
  judgeEmailCode,
} from './email-code-rules.ts'
import { addressHash, openEmail } from './message-secrets.ts'
import { planSealed } from './plan-messages.ts'
import { readSetting } from './preference-queries.ts'

const keyPurpose = 'messaging.email_code'

async function addressOf(work: Work, memberId: string) {
  const member = await reachMember(work, memberId)
  if (!member) throw new Refused('member_not_found')
  if (!member.key) throw new Refused('member_erased')
  const setting = await readSetting(work, member.id)
  const email = openEmail(member.key, member.id, setting.email)
  if (!email) throw new Refused('email_missing')
  return { memberId: member.id, email, setting }
}

function codeHashOf(work: Work, id: string, code: string): Buffer {
  return keyedHash(work.key(keyPurpose), `code/${id}/${code}`)
}

/** The address that a member is about to prove, as a keyed hash: what its codes are counted by. Refuses as sending does. */
export async function addressToProve(work: Work, memberId: string): Promise<string> {
  const { email, setting } = await addressOf(work, memberId)
  if (setting.emailProvedAt) throw new Refused('email_proved')
  return `${work.merchantId} ${addressHash(work, 'email', email).toString('hex')}`
}

/** Refuses (`too_many_requests`) more than one code a minute, five an hour or ten a day to an address. Before the transaction. */
export async function countEmailCode(database: Database, address: string, at: Date): Promise<void> {
  for (const [span, limits] of Object.entries(emailCodeLimits)) {
    accept(await takeTries(database, `email_code_${span}`, address, { ...limits, at }))
  }
}

/**
 * Sends a code to the address that a member gave, so that whoever reads that mailbox proves it. A newer code ends the one before.
 * Refuses where no address was given and one that is proved. Returns the message, for whoever sends it right after the commit.
 */
export async function sendEmailCode(work: Work, memberId: string): Promise<{ emailCodeId: string; expiresAt: string }> {
  const { email, setting, ...member } = await addressOf(work, memberId)
  if (setting.emailProvedAt) throw new Refused('email_proved')
  const id = newId(work.at.getTime())
  const code = String(randomInt(10 ** emailCodeDigits)).padStart(emailCodeDigits, '0')
  const expiresAt = new Date(work.at.getTime() + emailCodeSeconds * 1_000)
  await putEmailCode(work, member.memberId, {
    ...{ id, addressHash: addressHash(work, 'email', email), expiresAt },
    codeHash: codeHashOf(work, id, code),
  })
  const values = { code, minutes: emailCodeSeconds / 60 }
  await planSealed(work, {
    ...{ id, kind: 'code_email', channel: 'email', ref: id, about: { emailCodeId: id } },
    sealed: { address: email, values, ...(setting.language ? { language: setting.language } : {}) },
    ...{ expiresAt, forgetAt: expiresAt },
  })
  return { emailCodeId: id, expiresAt: expiresAt.toISOString() }
}

/**
 * Takes a code back from whoever read it: right, the address is the member's own from now on. A wrong try is a refusal as a value, to be
 * committed before it is refused: it counts. Locks the code.
 */
export async function proveEmail(
  work: Work,
  { memberId: asked, code }: { memberId: string; code: string },
): Promise<{ memberId: string } | EmailCodeRefusal> {
  const { memberId, email } = await addressOf(work, asked)
  const sent = await lockEmailCode(work, memberId)
  const isSame = sent !== undefined && sameBytes(sent.codeHash, codeHashOf(work, sent.id, code.trim()))
  const isSameAddress = sent !== undefined && sameBytes(sent.addressHash, addressHash(work, 'email', email))
  const refusal = judgeEmailCode(sent, { isSame, isSameAddress }, work.at)
  if (refusal) {
    if (refusal.code !== 'email_code_expired') await countWrongTry(work, memberId)
    return refusal
  }
  await writeProved(work, memberId)
  work.emit({ type: 'member.email_proved', subject: { kind: 'member', id: memberId }, data: {} })
  return { memberId }
}
