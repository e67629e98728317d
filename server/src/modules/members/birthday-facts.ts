import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Birthday } from './birthday-rules.ts'

/** The birthdays of those members who told theirs. One statement of the caller's flight. */
export async function readBirthdays(work: Work, memberIds: readonly string[]): Promise<Map<string, Birthday>> {
  const rows = await work.send<Birthday & { id: string }>(sql`
    select id, birthday_calendar as calendar, birthday_year as year, birthday_month as month, birthday_date as date,
           birthday_is_leap_month as is_leap_month
      from members.member
     where merchant_id = ${work.merchantId} and id = any(${[...new Set(memberIds)]}::uuid[])
       and birthday_calendar is not null`)
  return new Map(rows.map(({ id, ...birthday }) => [id, birthday]))
}
