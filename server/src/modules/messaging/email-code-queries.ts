import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { SentEmailCode } from './email-code-rules.ts'

type EmailCode = SentEmailCode & { id: string; addressHash: Buffer; codeHash: Buffer }

/** The newest code takes the place of the one before. */
export async function putEmailCode(
  { send, merchantId, at }: Work,
  memberId: string,
  { id, addressHash, codeHash, expiresAt }: Pick<EmailCode, 'id' | 'addressHash' | 'codeHash' | 'expiresAt'>,
): Promise<void> {
  await send(sql`
    insert into messaging.email_code (merchant_id, member_id, id, address_hash, code_hash, sent_at, expires_at)
    values (${merchantId}, ${memberId}, ${id}, ${addressHash}, ${codeHash}, ${at}, ${expiresAt})
    on conflict (merchant_id, member_id) do update
       set id = excluded.id, address_hash = excluded.address_hash, code_hash = excluded.code_hash, wrong_tries = 0,
           sent_at = excluded.sent_at, expires_at = excluded.expires_at, used_at = null`)
}

export async function lockEmailCode({ send, merchantId }: Work, memberId: string): Promise<EmailCode | undefined> {
  const [row] = await send<EmailCode>(sql`
    select id, address_hash, code_hash, wrong_tries, expires_at, used_at from messaging.email_code
     where merchant_id = ${merchantId} and member_id = ${memberId} for update`)
  return row
}

export async function countWrongTry({ send, merchantId }: Work, memberId: string): Promise<void> {
  await send(sql`
    update messaging.email_code set wrong_tries = wrong_tries + 1
     where merchant_id = ${merchantId} and member_id = ${memberId}`)
}

/** Uses the code up and notes that the address of the member's setting is theirs. */
export async function writeProved({ send, merchantId, at }: Work, memberId: string): Promise<void> {
  await Promise.all([
    send(sql`
      update messaging.email_code set used_at = ${at} where merchant_id = ${merchantId} and member_id = ${memberId}`),
    send(sql`
      update messaging.member_setting set email_proved_at = ${at}
       where merchant_id = ${merchantId} and member_id = ${memberId}`),
  ])
}

export async function deleteEmailCode({ send, merchantId }: Work, memberId: string): Promise<void> {
  await send(sql`delete from messaging.email_code where merchant_id = ${merchantId} and member_id = ${memberId}`)
}
