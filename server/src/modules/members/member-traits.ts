import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Birthday } from './birthday-rules.ts'
import { readCustomFields } from './custom-field-queries.ts'

export type MemberTraits = {
  tierId: string | null
  enrolledAt: Date
  birthday: Birthday | null
  /** What the shop's own field for it says; null where it keeps none, or this member told nothing. */
  region: string | null
}

type Row = Omit<MemberTraits, 'birthday'> & {
  id: string
  calendar: Birthday['calendar'] | null
  year: number | null
  month: number
  date: number
  isLeapMonth: boolean
}

/**
 * What tells groups of members apart, for reports and offers of other modules; an erased member keeps a level and a day. The region is what
 * the named own field says, without one whichever of `region`, `district` and `city` there is. One statement.
 */
export async function memberTraits(
  { send, merchantId }: Work,
  ids: readonly string[],
  regionCode: string | null = null,
): Promise<Map<string, MemberTraits>> {
  if (ids.length === 0) return new Map()
  const rows = await send<Row>(sql`
    select m.id, m.tier_id, m.enrolled_at, m.birthday_calendar as calendar, m.birthday_year as year, m.birthday_month as month,
           m.birthday_date as date, m.birthday_is_leap_month as is_leap_month,
           nullif(trim(case when ${regionCode}::text is null
             then coalesce(m.custom ->> 'region', m.custom ->> 'district', m.custom ->> 'city')
             else m.custom ->> ${regionCode}::text end), '') as region
      from unnest(${[...new Set(ids)]}::uuid[]) as wanted (id)
      join members.member m on m.merchant_id = ${merchantId} and m.id = wanted.id`)
  return new Map(
    rows.map(({ id, tierId, enrolledAt, region, calendar, year, month, date, isLeapMonth }) => [
      id,
      {
        ...{ tierId, enrolledAt, region },
        birthday: calendar === null ? null : { calendar, year, month, date, isLeapMonth },
      },
    ]),
  )
}

/** The own fields that can name a place: texts and choices, in their order. */
export async function regionFields(work: Work): Promise<{ code: string; label: string }[]> {
  const fields = await readCustomFields(work)
  return fields.flatMap(({ code, label, kind }) => (kind === 'text' || kind === 'choice' ? [{ code, label }] : []))
}
