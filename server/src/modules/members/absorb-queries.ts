import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** The absorbed record points at its survivor and is found no more; or stands on its own again. */
export async function setMergedInto(
  { send, merchantId, at }: Work,
  id: string,
  { status, mergedInto }: { status: 'merged' | 'active' | 'blocked'; mergedInto: string | null },
): Promise<void> {
  await send(sql`
    update members.member set status = ${status}, merged_into = ${mergedInto}, version = version + 1, updated_at = ${at}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** Members whom `fromId` referred are referred by `toId` from now on; all of them, or only those named. Returns their ids. */
export async function moveReferrals(
  { send, merchantId }: Work,
  { fromId, toId, only }: { fromId: string; toId: string; only?: readonly string[] },
): Promise<string[]> {
  const rows = await send<{ id: string }>(sql`
    update members.member set referrer_id = ${toId}
     where merchant_id = ${merchantId} and referrer_id = ${fromId} and id <> ${toId}
       and (${only === undefined} or id = any(${only ?? []}::uuid[]))
    returning id`)
  return rows.map(({ id }) => id)
}

export async function deleteTokens({ send, merchantId }: Work, memberIds: readonly string[]): Promise<void> {
  await send(
    sql`delete from members.search_token where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[])`,
  )
}

/** The numbers of records that were merged into a member: they still identify it. */
export async function readFamilyNumbers({ send, merchantId }: Work, ids: readonly string[]): Promise<string[]> {
  const rows = await send<{ number: string }>(sql`
    select number from members.member where merchant_id = ${merchantId} and id = any(${ids}::uuid[]) order by number`)
  return rows.map(({ number }) => number)
}

/**
 * Forgets who these members were: columns, keys, credentials, notes, tokens, codes and what they showed at tills. The rows
 * themselves stay, under their id, for the ledger's sake; so do the consents, which say only that somebody once agreed.
 */
export async function forgetMembers(work: Work, ids: readonly string[]): Promise<void> {
  const { send, merchantId, at } = work
  await Promise.all([
    ...['member_key', 'credential', 'note', 'member_tag', 'rotating_code', 'identification', 'search_token'].map(
      (table) =>
        send(sql`
        delete from members.${sql.raw(table)} where merchant_id = ${merchantId} and member_id = any(${ids}::uuid[])`),
    ),
    send(sql`
      update members.member
         set status = 'erased', status_reason = null, merged_into = null, number = 'erased-' || right(id::text, 12),
             name = '', name_key = '', gender = 'unknown', birthday_calendar = null, birthday_year = null, birthday_month = null,
             birthday_date = null, birthday_is_leap_month = false, next_birthday_day = null, external_id = null,
             referrer_id = null, household_id = null, allergies = null, custom = '{}', version = version + 1, updated_at = ${at}
       where merchant_id = ${merchantId} and id = any(${ids}::uuid[])`),
    send(sql`
      update members.member set referrer_id = null where merchant_id = ${merchantId} and referrer_id = any(${ids}::uuid[])`),
  ])
  await send(sql`
    update members.household h set name = ''
     where h.merchant_id = ${merchantId} and h.name <> '' and not exists (
       select from members.member m where m.merchant_id = ${merchantId} and m.household_id = h.id)`)
}
