import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Birthday } from './birthday-rules.ts'
import type { CustomValues } from './custom-field-rules.ts'
import type { Gender } from './enrolment-rules.ts'
import { nameKey } from './name-rules.ts'

/** The columns of a member that people change. */
export type ProfileColumns = {
  name: string
  gender: Gender
  birthday: Birthday | null
  nextBirthdayDay: string | null
  homeStoreId: string | null
  referrerId: string | null
  householdId: string | null
  allergies: string | null
  custom: CustomValues
}

/** Writes the whole profile and counts its version up. */
export async function updateProfile(
  { send, merchantId, at }: Work,
  id: string,
  profile: ProfileColumns,
): Promise<void> {
  const { name, gender, birthday, nextBirthdayDay, homeStoreId, referrerId, householdId, allergies, custom } = profile
  await send(sql`
    update members.member
       set name = ${name}, name_key = ${nameKey(name)}, gender = ${gender},
           birthday_calendar = ${birthday?.calendar ?? null}, birthday_year = ${birthday?.year ?? null},
           birthday_month = ${birthday?.month ?? null}, birthday_date = ${birthday?.date ?? null},
           birthday_is_leap_month = ${birthday?.isLeapMonth ?? false}, next_birthday_day = ${nextBirthdayDay},
           home_store_id = ${homeStoreId}, referrer_id = ${referrerId}, household_id = ${householdId},
           allergies = ${allergies}, custom = ${JSON.stringify(custom)}::jsonb, version = version + 1, updated_at = ${at}
     where merchant_id = ${merchantId} and id = ${id}`)
}

export async function updateStatus(
  { send, merchantId, at }: Work,
  id: string,
  status: { status: 'active' | 'blocked'; reason: string | null },
): Promise<void> {
  await send(sql`
    update members.member set status = ${status.status}, status_reason = ${status.reason}, version = version + 1, updated_at = ${at}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** The tokens of a member are exactly these from now on. */
export async function replaceTokens(
  { send, merchantId }: Work,
  memberId: string,
  tokens: readonly string[],
): Promise<void> {
  await Promise.all([
    send(sql`
      delete from members.search_token
       where merchant_id = ${merchantId} and member_id = ${memberId} and token <> all(${tokens}::text[])`),
    send(sql`
      insert into members.search_token (merchant_id, token, member_id)
      select ${merchantId}, t, ${memberId} from unnest(${tokens}::text[]) as t on conflict do nothing`),
  ])
}

/** Whether `memberId` stands somewhere above `referrerId` in the line of referrers. */
export async function isReferredBy({ send, merchantId }: Work, referrerId: string, memberId: string): Promise<boolean> {
  const rows = await send<{ id: string }>(sql`
    with recursive above (id) as (
      select ${referrerId}::uuid
      union
      select m.referrer_id from members.member m join above a on m.id = a.id
       where m.merchant_id = ${merchantId} and m.referrer_id is not null
    )
    select id from above where id = ${memberId}`)
  return rows.length > 0
}

/** Members whose next birthday was before a day, for them to look forward again. */
export async function lockPassedBirthdays(
  { send, merchantId }: Work,
  before: string,
  limit: number,
): Promise<({ id: string } & Omit<Birthday, 'isLeapMonth'> & { isLeapMonth: boolean })[]> {
  return send(sql`
    select id, birthday_calendar as calendar, birthday_year as year, birthday_month as month, birthday_date as date,
           birthday_is_leap_month as is_leap_month
      from members.member
     where merchant_id = ${merchantId} and next_birthday_day < ${before}
     order by id limit ${limit} for no key update skip locked`)
}

export async function writeNextBirthdays(
  { send, merchantId }: Work,
  rows: readonly { id: string; nextBirthdayDay: string }[],
): Promise<void> {
  await send(sql`
    update members.member m set next_birthday_day = b.day
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ nextBirthdayDay }) => nextBirthdayDay)}::date[]) as b(id, day)
     where m.merchant_id = ${merchantId} and m.id = b.id`)
}
