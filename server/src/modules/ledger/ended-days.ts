import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { Asset } from './ledger-rules.ts'

/** What of one member's lots ended on one day, all of them together. */
export type EndedDay = { memberId: string; day: Day; units: number }

/**
 * What of members' lots ended on days from `from` on, as booked so far, by member and day, in their order. A lot that lapsed by
 * inactivity ended on the day before that was booked. Reads the entries of that time alone.
 */
export function readEndedDays({ send, merchantId }: Work, asset: Asset, from: Day): Promise<EndedDay[]> {
  return send<EndedDay>(sql`
    select member_id, day::text, sum(units)::bigint as units
      from (select a.owner_id as member_id, e.units,
                   least(l.expires_day, (e.at at time zone coalesce(l.expires_zone, l.idle_zone))::date - 1) as day
              from ledger.entry e
              cross join lateral (select l.expires_day, l.expires_zone, l.idle_zone from ledger.lot l
                                   where l.merchant_id = ${merchantId} and l.id = e.source_id offset 0) l
              cross join lateral (select a.owner_kind, a.owner_id from ledger.account a
                                   where a.merchant_id = ${merchantId} and a.id = e.debit_account_id offset 0) a
             where e.merchant_id = ${merchantId} and e.asset = ${asset} and e.kind = 'expire' and e.source_kind = 'lot'
               and e.at >= ${from}::date and a.owner_kind = 'member') ended
     where day >= ${from}::date
     group by member_id, day order by member_id, day`)
}
