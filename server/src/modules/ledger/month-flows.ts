import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { Asset } from './ledger-rules.ts'

/** What became, in a stretch of time, of the units that were issued in one month (its first day). */
export type MonthFlow = { earnedMonth: Day; issued: number; redeemed: number; expired: number; other: number }

/**
 * The flows of an asset between two instants, by the month (in a zone) in which the units were issued: redeemed is what was spent or
 * donated less what came back, other what the shop took away. What only moved between owners is no flow. Reads that time's entries alone.
 */
export function readMonthFlows(
  { send, merchantId }: Work,
  { asset, from, until, zone }: { asset: Asset; from: Date; until: Date; zone: string },
): Promise<MonthFlow[]> {
  return send<MonthFlow>(sql`
    with entry as materialized (
      select id, kind, units, at, credit_account_id from ledger.entry
       where merchant_id = ${merchantId} and asset = ${asset} and at >= ${from} and at < ${until}
    ), flow as (
      select date_trunc('month', at at time zone ${zone})::date as earned_month, units as issued, 0 as redeemed, 0 as expired, 0 as other
        from entry where kind in ('grant', 'adjust', 'reinstate') and credit_account_id is not null
      union all
      select date_trunc('month', l.earned_at at time zone ${zone})::date, 0,
             case when e.kind in ('spend', 'restore') then u.drawn_units when e.kind = 'donate' then u.units else 0 end,
             case when e.kind = 'expire' then u.units else 0 end,
             case when e.kind in ('clawback', 'forfeit', 'payout', 'adjust') then u.units else 0 end
        from entry e
        join ledger.lot_use u on u.merchant_id = ${merchantId} and u.entry_id = e.id
        join ledger.lot l on l.merchant_id = ${merchantId} and l.id = u.lot_id
       where e.kind in ('spend', 'restore', 'donate', 'expire', 'clawback', 'forfeit', 'payout', 'adjust')
    )
    select earned_month::text, sum(issued)::bigint as issued, sum(redeemed)::bigint as redeemed, sum(expired)::bigint as expired,
           sum(other)::bigint as other
      from flow group by earned_month order by earned_month`)
}
