import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type CredentialRow = {
  id: string
  memberId: string
  kind: 'card' | 'phone'
  /** The card's number; null for a phone, which is sealed. */
  label: string | null
  sealed: Buffer | null
  isMain: boolean
  addedAt: Date
  blockedAt: Date | null
  blockedReason: string | null
  replacedBy: string | null
}

const columns = sql.raw(
  'id, member_id, kind, label, sealed, is_main, added_at, blocked_at, blocked_reason, replaced_by',
)

export async function readCredentials(
  { send, merchantId }: Work,
  memberIds: readonly string[],
): Promise<CredentialRow[]> {
  return send<CredentialRow>(sql`
    select ${columns} from members.credential
     where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[]) order by added_at, id`)
}

export async function readCredential({ send, merchantId }: Work, id: string): Promise<CredentialRow | undefined> {
  const rows = await send<CredentialRow>(sql`
    select ${columns} from members.credential where merchant_id = ${merchantId} and id = ${id}`)
  return rows[0]
}

/** The credential that was shown, if anybody holds it. */
export async function findCredential(
  { send, merchantId }: Work,
  kind: 'card' | 'phone',
  hash: Buffer,
): Promise<CredentialRow | undefined> {
  const rows = await send<CredentialRow>(sql`
    select ${columns} from members.credential
     where merchant_id = ${merchantId} and kind = ${kind} and value_hash = ${hash}`)
  return rows[0]
}

export async function insertCredential(
  { send, merchantId, at }: Work,
  row: Pick<CredentialRow, 'id' | 'memberId' | 'kind' | 'label' | 'sealed' | 'isMain'> & { hash: Buffer },
): Promise<void> {
  await send(sql`
    insert into members.credential (merchant_id, id, member_id, kind, value_hash, label, sealed, is_main, added_at)
    values (${merchantId}, ${row.id}, ${row.memberId}, ${row.kind}, ${row.hash}, ${row.label}, ${row.sealed}, ${row.isMain}, ${at})`)
}

export async function deleteCredential({ send, merchantId }: Work, id: string): Promise<void> {
  await send(sql`delete from members.credential where merchant_id = ${merchantId} and id = ${id}`)
}

export async function setBlocked(
  { send, merchantId }: Work,
  id: string,
  blocked: { at: Date; reason: string; replacedBy: string | null } | null,
): Promise<void> {
  await send(sql`
    update members.credential
       set blocked_at = ${blocked?.at ?? null}, blocked_reason = ${blocked?.reason ?? null}, replaced_by = ${blocked?.replacedBy ?? null}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** Hands a phone or card to another member; a phone comes sealed anew, with the new holder's key. */
export async function moveCredential(
  { send, merchantId }: Work,
  row: { id: string; memberId: string; sealed: Buffer | null; isMain: boolean },
): Promise<void> {
  await send(sql`
    update members.credential set member_id = ${row.memberId}, sealed = ${row.sealed}, is_main = ${row.isMain}
     where merchant_id = ${merchantId} and id = ${row.id}`)
}

export type CodeState = { memberId: string; secretVersion: number; lastStep: number; sealedKey: Buffer }

/** Locks what decides about a member's rotating code. Makes the row on first use, so that there is something to lock. */
export async function lockCodeState({ send, merchantId }: Work, memberId: string): Promise<CodeState | undefined> {
  const [rows] = await Promise.all([
    send<CodeState>(sql`
      with state as (
        insert into members.rotating_code as r (merchant_id, member_id)
        select merchant_id, id from members.member where merchant_id = ${merchantId} and id = ${memberId}
        on conflict (merchant_id, member_id) do update set last_step = r.last_step
        returning merchant_id, member_id, secret_version, last_step)
      select s.member_id, s.secret_version, s.last_step, k.sealed_key
        from state s join members.member_key k on k.merchant_id = s.merchant_id and k.member_id = s.member_id`),
  ])
  return rows[0]
}

export async function readCodeState({ send, merchantId }: Work, memberId: string): Promise<CodeState | undefined> {
  const rows = await send<CodeState>(sql`
    select k.member_id, coalesce(r.secret_version, 1) as secret_version, coalesce(r.last_step, 0) as last_step, k.sealed_key
      from members.member_key k
      left join members.rotating_code r on r.merchant_id = k.merchant_id and r.member_id = k.member_id
     where k.merchant_id = ${merchantId} and k.member_id = ${memberId}`)
  return rows[0]
}

export async function writeCodeState(
  { send, merchantId }: Work,
  { memberId, secretVersion, lastStep }: Omit<CodeState, 'sealedKey'>,
): Promise<void> {
  await send(sql`
    update members.rotating_code set secret_version = ${secretVersion}, last_step = ${lastStep}
     where merchant_id = ${merchantId} and member_id = ${memberId}`)
}

/** A member's id by the number on the card, and where that record went. */
export async function findByNumber(
  { send, merchantId }: Work,
  number: string,
): Promise<{ id: string; mergedInto: string | null } | undefined> {
  const rows = await send<{ id: string; mergedInto: string | null }>(sql`
    select id, merged_into from members.member where merchant_id = ${merchantId} and number = ${number}`)
  return rows[0]
}
