import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { DayFigures } from './home-rules.ts'

/** A store's day as a stretch of instants, up to the time of day that is compared. */
export type DaySpan = { day: Day; start: Date; until: Date }

/** The figures of several days, each up to its `until`, in one statement. */
export function readDayFigures(work: Work, storeId: string, spans: readonly DaySpan[]): Promise<DayFigures[]> {
  const { merchantId } = work
  return work.send<DayFigures>(sql`
    select d.day::text,
           coalesce(t.sales_cents, 0)::bigint as sales_cents, coalesce(t.sale_count, 0)::bigint as sale_count,
           coalesce(t.visit_count, 0) as visit_count,
           coalesce((select sum(u.principal_cents)::bigint from ledger.read_top_up u
                      where u.merchant_id = ${merchantId} and u.store_id = ${storeId} and u.at >= d.start and u.at < d.until), 0)
             as top_up_cents,
           (select count(*) from members.read_member m
             where m.merchant_id = ${merchantId} and m.home_store_id = ${storeId}
               and m.enrolled_at >= d.start and m.enrolled_at < d.until) as new_member_count
      from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) as d(day date, start timestamptz, until timestamptz)
      left join lateral (
        select sum(r.net_cents)::bigint as sales_cents, sum(r.sale_count)::bigint as sale_count,
               count(distinct r.member_id) filter (where r.sale_count = 1) as visit_count
          from cashier.read_turnover r
         where r.merchant_id = ${merchantId} and r.store_id = ${storeId} and r.business_day = d.day and r.at < d.until
      ) t on true
     order by d.day desc`)
}

/** Turnover by day and local hour over whole days, for today's curve beside the usual one. */
export function readHours(
  work: Work,
  storeId: string,
  days: readonly Day[],
  timeZone: string,
): Promise<{ day: Day; hour: number; salesCents: number }[]> {
  const { merchantId } = work
  return work.send(sql`
    select r.business_day::text as day, extract(hour from r.at at time zone ${timeZone})::int as hour,
           sum(r.net_cents)::bigint as sales_cents
      from cashier.read_turnover r
     where r.merchant_id = ${merchantId} and r.store_id = ${storeId} and r.business_day = any(${days}::date[])
     group by 1, 2`)
}

/** The store's first business day with a sale; null before it. */
export async function readFirstDay(work: Work, storeId: string): Promise<Day | null> {
  const [row] = await work.send<{ day: Day | null }>(sql`
    select min(r.business_day)::text as day from cashier.read_turnover r
     where r.merchant_id = ${work.merchantId} and r.store_id = ${storeId}`)
  return row?.day ?? null
}

export type HandKind = 'points_expiring' | 'stored_value_expiring' | 'birthdays' | 'stock_below_zero'

export type Hand = { kind: HandKind; count: number; amountCents?: number; points?: number }

/** What somebody can act on now, in one statement. Kinds without a case come back with a count of zero. */
export async function readHands(work: Work, storeId: string, today: Day, soon: Date): Promise<Hand[]> {
  const { merchantId } = work
  const rows = await work.send<{ kind: HandKind; count: number; units: number | null }>(sql`
    select 'points_expiring' as kind, count(distinct owner_id) as count, sum(remaining_units)::bigint as units
      from ledger.read_open_lot
     where merchant_id = ${merchantId} and asset = 'points' and expires_at > ${work.at} and expires_at <= ${soon}
    union all
    select 'stored_value_expiring', count(distinct owner_id), sum(remaining_units)::bigint from ledger.read_open_lot
     where merchant_id = ${merchantId} and asset in ('stored_principal', 'stored_bonus')
       and expires_at > ${work.at} and expires_at <= ${soon}
    union all
    select 'birthdays', count(*), null from members.read_member
     where merchant_id = ${merchantId} and next_birthday_day = ${today}::date
    union all
    select 'stock_below_zero', count(*), null from stock.read_below_zero
     where merchant_id = ${merchantId} and store_id = ${storeId}`)
  return rows.map(({ kind, count, units }) => {
    if (units === null) return { kind, count }
    return kind === 'points_expiring' ? { kind, count, points: units } : { kind, count, amountCents: units }
  })
}
