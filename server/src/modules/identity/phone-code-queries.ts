import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { PhoneCodePurpose } from './code-sender.ts'
import type { SentCode } from './phone-code-rules.ts'

export type PhoneCodeRow = SentCode & { id: string; codeHash: Buffer }

export async function insertPhoneCode(
  { send, merchantId, at }: Work,
  row: { id: string; purpose: PhoneCodePurpose; phoneHash: Buffer; codeHash: Buffer; expiresAt: Date },
): Promise<void> {
  await send(sql`
    insert into identity.phone_code (merchant_id, id, purpose, phone_hash, code_hash, sent_at, expires_at)
    values (${merchantId}, ${row.id}, ${row.purpose}, ${row.phoneHash}, ${row.codeHash}, ${at}, ${row.expiresAt})`)
}

/** The code sent last to a phone for a purpose, locked: of two tries at once the second sees what the first did. */
export async function lockPhoneCode(
  { send, merchantId }: Work,
  { phoneHash, purpose }: { phoneHash: Buffer; purpose: PhoneCodePurpose },
): Promise<PhoneCodeRow | undefined> {
  const [last] = await send<{ id: string }>(sql`
    select id from identity.phone_code
     where merchant_id = ${merchantId} and phone_hash = ${phoneHash} and purpose = ${purpose}
     order by sent_at desc, id desc limit 1`)
  if (!last) return undefined
  const [row] = await send<PhoneCodeRow>(sql`
    select id, code_hash, tries, expires_at, used_at from identity.phone_code
     where merchant_id = ${merchantId} and id = ${last.id} for update`)
  return row
}

export async function countTry({ send, merchantId }: Work, id: string): Promise<void> {
  await send(sql`
    update identity.phone_code set tries = least(tries + 1, 5) where merchant_id = ${merchantId} and id = ${id}`)
}

export async function markCodeUsed({ send, merchantId, at }: Work, id: string): Promise<void> {
  await send(sql`update identity.phone_code set used_at = ${at} where merchant_id = ${merchantId} and id = ${id}`)
}

export async function writeProof(
  { send, merchantId }: Work,
  id: string,
  { proofHash, expiresAt }: { proofHash: Buffer; expiresAt: Date },
): Promise<void> {
  await send(sql`
    update identity.phone_code set proof_hash = ${proofHash}, proof_expires_at = ${expiresAt}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** Uses a proof of this phone up. False: there is none, it ran out, or it was used. */
export async function takeProof(
  { send, merchantId, at }: Work,
  { proofHash, phoneHash }: { proofHash: Buffer; phoneHash: Buffer },
): Promise<boolean> {
  const taken = await send<{ id: string }>(sql`
    update identity.phone_code set proof_used_at = ${at}
     where merchant_id = ${merchantId} and proof_hash = ${proofHash} and phone_hash = ${phoneHash}
       and proof_used_at is null and proof_expires_at > ${at}
    returning id`)
  return taken.length === 1
}

export async function deletePhoneCodes({ send, merchantId }: Work, sentBefore: Date): Promise<number> {
  const gone = await send<{ id: string }>(sql`
    delete from identity.phone_code where merchant_id = ${merchantId} and sent_at < ${sentBefore} returning id`)
  return gone.length
}
