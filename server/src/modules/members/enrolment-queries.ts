import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import type { PreparedWithHashes } from './enrolment-rules.ts'
import { newMemberKey, phoneTailToken, sealPhone } from './member-secrets.ts'
import { nameKey } from './name-rules.ts'
import { cardToken, nameTokens } from './search-token-rules.ts'

export type MemberToWrite = PreparedWithHashes & { number: string; key: Buffer; sealedKey: Buffer }

export function withKey(work: Work, member: PreparedWithHashes, number: string): MemberToWrite {
  return { ...member, number, ...newMemberKey(work, member.row.id) }
}

const bytes = (buffer: Buffer) => `\\x${buffer.toString('hex')}`

/** Writes new members with everything that belongs to them: five statements of one flight, however many members. */
export async function writeMembers(work: Work, members: readonly MemberToWrite[]): Promise<void> {
  await Promise.all([
    insertMembers(work, members),
    insertKeys(work, members),
    insertCredentials(work, members),
    insertTokens(
      work,
      members.flatMap((member) => tokensOf(work, member).map((token) => ({ memberId: member.row.id, token }))),
    ),
    insertConsentsAndNotes(work, members),
  ])
}

/** Everything a member may be found by. */
export function tokensOf(
  work: Work,
  member: { name: string; number: string; phone: string | null; card: string | null },
): string[] {
  return [
    cardToken(member.number),
    ...(member.card ? [cardToken(member.card)] : []),
    ...(member.phone ? [phoneTailToken(work, member.phone)] : []),
    ...nameTokens(member.name),
  ]
}

async function insertMembers({ send, merchantId, actor, at }: Work, members: readonly MemberToWrite[]): Promise<void> {
  const rows = members.map(({ row, name, birthday, nextBirthdayDay, custom, number }) => ({
    id: row.id,
    number,
    name,
    name_key: nameKey(name),
    gender: row.gender ?? 'unknown',
    birthday_calendar: birthday?.calendar ?? null,
    birthday_year: birthday?.year ?? null,
    birthday_month: birthday?.month ?? null,
    birthday_date: birthday?.date ?? null,
    birthday_is_leap_month: birthday?.isLeapMonth ?? false,
    next_birthday_day: nextBirthdayDay,
    home_store_id: row.homeStoreId ?? null,
    enrolled_at: row.enrolledAt ?? at,
    source: row.source,
    external_id: row.externalId ?? null,
    referrer_id: row.referrerId ?? null,
    allergies: row.allergies?.trim() || null,
    custom,
  }))
  await send(sql`
    insert into members.member (merchant_id, id, number, status, name, name_key, gender, birthday_calendar, birthday_year,
      birthday_month, birthday_date, birthday_is_leap_month, next_birthday_day, home_store_id, enrolled_at, enrolled_by, source,
      external_id, referrer_id, allergies, custom, updated_at)
    select ${merchantId}, id, number, 'active', name, name_key, gender, birthday_calendar, birthday_year,
           birthday_month, birthday_date, birthday_is_leap_month, next_birthday_day, home_store_id, enrolled_at,
           ${actorId(actor)}::uuid, source, external_id, referrer_id, allergies, custom, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, number text, name text, name_key text, gender text,
             birthday_calendar text, birthday_year smallint, birthday_month smallint, birthday_date smallint,
             birthday_is_leap_month boolean, next_birthday_day date, home_store_id uuid, enrolled_at timestamptz, source text,
             external_id text, referrer_id uuid, allergies text, custom jsonb)`)
}

async function insertKeys({ send, merchantId }: Work, members: readonly MemberToWrite[]): Promise<void> {
  const rows = members.map(({ row, sealedKey }) => ({ member_id: row.id, sealed_key: bytes(sealedKey) }))
  await send(sql`
    insert into members.member_key (merchant_id, member_id, sealed_key)
    select ${merchantId}, member_id, sealed_key
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as k(member_id uuid, sealed_key bytea)`)
}

async function insertCredentials({ send, merchantId, at }: Work, members: readonly MemberToWrite[]): Promise<void> {
  const rows = members.flatMap(({ row, phone, phoneHash, card, cardHash, key }) => [
    ...(phone && phoneHash
      ? [
          {
            id: newId(at.getTime()),
            member_id: row.id,
            kind: 'phone',
            value_hash: `\\x${phoneHash}`,
            sealed: bytes(sealPhone(key, row.id, phone)),
            is_main: true,
          },
        ]
      : []),
    ...(card && cardHash
      ? [
          {
            id: newId(at.getTime()),
            member_id: row.id,
            kind: 'card',
            value_hash: `\\x${cardHash}`,
            label: card,
            is_main: false,
          },
        ]
      : []),
  ])
  if (rows.length === 0) return
  await send(sql`
    insert into members.credential (merchant_id, id, member_id, kind, value_hash, label, sealed, is_main, added_at)
    select ${merchantId}, id, member_id, kind, value_hash, label, sealed, is_main, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             as c(id uuid, member_id uuid, kind text, value_hash bytea, label text, sealed bytea, is_main boolean)`)
}

/** Adds search tokens; one that is there stays. */
export async function insertTokens(
  { send, merchantId }: Work,
  tokens: readonly { memberId: string; token: string }[],
): Promise<void> {
  if (tokens.length === 0) return
  await send(sql`
    insert into members.search_token (merchant_id, token, member_id)
    select ${merchantId}, t.token, t.member_id
      from unnest(${tokens.map(({ token }) => token)}::text[], ${tokens.map(({ memberId }) => memberId)}::uuid[]) as t(token, member_id)
    on conflict do nothing`)
}

async function insertConsentsAndNotes(work: Work, members: readonly MemberToWrite[]): Promise<void> {
  const { send, merchantId, actor, at } = work
  const consents = members.flatMap(({ row }) =>
    (row.consents ?? []).map(({ purpose, textVersion }) => ({
      id: newId(at.getTime()),
      member_id: row.id,
      purpose,
      text_version: textVersion,
      source: row.source,
    })),
  )
  const notes = members.flatMap(({ row }) =>
    row.note?.trim() ? [{ id: newId(at.getTime()), member_id: row.id, body: row.note.trim() }] : [],
  )
  await Promise.all([
    consents.length > 0 &&
      send(sql`
        insert into members.consent (merchant_id, id, member_id, purpose, is_given, text_version, at, source, actor_id)
        select ${merchantId}, id, member_id, purpose, true, text_version, ${at}, source, ${actorId(actor)}::uuid
          from jsonb_to_recordset(${JSON.stringify(consents)}::jsonb)
                 as c(id uuid, member_id uuid, purpose text, text_version integer, source text)`),
    notes.length > 0 &&
      send(sql`
        insert into members.note (merchant_id, id, member_id, body, is_for_till, at, author_id)
        select ${merchantId}, id, member_id, body, false, ${at}, ${actorId(actor)}::uuid
          from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as n(id uuid, member_id uuid, body text)`),
  ])
}
