import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type TwinRow = { firstId: string; secondId: string; sameBirthday: boolean; onePhoneless: boolean }

/**
 * Pairs of live members of one name whose other facts do not speak against one person: the same birthday, or one of them
 * without a phone and none with another birthday or gender (one slip of the finger: with the same birthday it does not count). Names with more than `mostBearers` bearers need the birthday.
 * In the order of ids, so that the same members give the same list.
 */
export async function readTwins({ send, merchantId }: Work, limit: number, mostBearers = 30): Promise<TwinRow[]> {
  return send<TwinRow>(sql`
    with shared as (
      select name_key, count(*) as bearers from members.member
       where merchant_id = ${merchantId} and status in ('active', 'blocked') and name_key <> ''
       group by name_key having count(*) > 1
    ), bearer as (
      select m.*, s.bearers, p.member_id is not null as has_phone
        from shared s
        join members.member m on m.merchant_id = ${merchantId} and m.name_key = s.name_key and m.status in ('active', 'blocked')
        left join members.credential p on p.merchant_id = m.merchant_id and p.member_id = m.id and p.is_main
    )
    select a.id as first_id, b.id as second_id,
           coalesce((a.birthday_calendar, a.birthday_month, a.birthday_date) = (b.birthday_calendar, b.birthday_month, b.birthday_date),
                    false) as same_birthday,
           not (a.has_phone and b.has_phone) as one_phoneless
      from bearer a
      join bearer b on b.name_key = a.name_key and b.id > a.id
     where (a.birthday_month is null or b.birthday_month is null
            or (a.birthday_calendar, a.birthday_month, a.birthday_date) = (b.birthday_calendar, b.birthday_month, b.birthday_date))
       and (a.birthday_year is null or b.birthday_year is null or a.birthday_year = b.birthday_year)
       and ('unknown' in (a.gender, b.gender) or a.gender = b.gender or a.birthday_month = b.birthday_month)
       and (coalesce(a.birthday_month = b.birthday_month, false) or (a.bearers <= ${mostBearers}))
     order by same_birthday desc, one_phoneless desc, a.id, b.id
     limit ${limit}`)
}
