import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'
import { type RedeemRule, worthOf } from './redeem-rules.ts'

export type ForecastBy = 'day' | 'month'
export type ForecastRow = { from: Day; points: number; members: number; lots: number; worthCents: number | null }
export type Forecast = {
  /** Entries up to here are in it; null: nobody counted yet. */
  asOf: Date | null
  /** Whether every account was looked at once. */
  isWhole: boolean
  rows: ForecastRow[]
  /** What ends after `to`, and what never does. */
  later: { points: number }
  endless: { points: number }
  totalPoints: number
}

/**
 * What ends when, from `from` through `to`, by day or by month (its first day): points, how many members lose something, lots and what the
 * points are worth at the till. Reads one row per day or month, however many lots there are.
 */
export async function readForecast(
  work: Work,
  { from, to, by }: { from: Day; to: Day; by: ForecastBy },
): Promise<Forecast> {
  const { merchantId } = work
  const sums =
    by === 'day'
      ? sql`select day as at, units, members, lots from points.ending_day where merchant_id = ${merchantId} and day between ${from} and ${to}`
      : sql`select month as at, units, members, lots from points.ending_month
             where merchant_id = ${merchantId} and month between date_trunc('month', ${from}::date)::date and ${to}`
  const [states, rows, [rest], redeem] = await Promise.all([
    work.send<{ readTo: Date; isFilled: boolean }>(sql`
      select read_to, is_filled from points.forecast_state where merchant_id = ${merchantId}`),
    work.send<{ at: Day; units: number; members: number; lots: number }>(sql`
      select at::text, units, members, lots from (${sums}) s where units > 0 order by at`),
    work.send<{ total: number; later: number; endless: number }>(sql`
      select coalesce(sum(units), 0)::bigint as total,
             coalesce(sum(units) filter (where day > ${to} and day <> 'infinity'), 0)::bigint as later,
             coalesce(sum(units) filter (where day = 'infinity'), 0)::bigint as endless
        from points.ending_day where merchant_id = ${merchantId}`),
    readPublishedRedeemPolicy(work),
  ])
  const rule = redeem?.rule ?? null
  return {
    asOf: states[0]?.readTo ?? null,
    isWhole: states[0]?.isFilled ?? false,
    rows: rows.map(({ at, units, members, lots }) => ({
      ...{ from: at, points: units, members, lots },
      worthCents: worthOrNull(rule, units),
    })),
    later: { points: rest!.later },
    endless: { points: rest!.endless },
    totalPoints: rest!.total,
  }
}

/** What so many points are worth at the till; null where nothing says so. */
export function worthOrNull(rule: RedeemRule | null, points: number): number | null {
  return rule === null ? null : worthOf(rule, points)
}

export type EndingMember = { accountId: string; memberId: string; day: Day; points: number; lots: number }

/**
 * Whose points end from `from` through `to`, by day, then member; one page after the last row seen. Read in the order of the index, and
 * said so: a plan that sorts first reads a whole year of members for a page.
 */
export async function readEndingMembers(
  { send, merchantId }: Work,
  { from, to, after, limit }: { from: Day; to: Day; after: { day: Day; memberId: string } | null; limit: number },
): Promise<EndingMember[]> {
  const isLater = after ? sql`and (e.day, member_id) > (${after.day}::date, ${after.memberId}::uuid)` : sql``
  const [, , rows] = await Promise.all([
    send(sql`set local enable_sort = off`),
    send(sql`set local enable_bitmapscan = off`),
    send<EndingMember>(sql`
      select account_id, member_id, day::text as day, units as points, lots from points.ending e
       where merchant_id = ${merchantId} and e.day between ${from} and ${to} ${isLater}
       order by merchant_id, e.day, member_id limit ${limit}`),
    send(sql`set local enable_sort = on`),
    send(sql`set local enable_bitmapscan = on`),
  ])
  return rows
}

/**
 * Members with at least so many points that end from one day through another, by id, one page after the last: how many, and when the
 * first of them end. `isNot` leaves out, by `e.member_id`, who is not to be found.
 */
export function readEndingCohort(
  { send, merchantId }: Work,
  cohort: { from: Day; to: Day; minPoints: number; limit: number },
  isNot: RawBuilder<unknown>,
): Promise<{ memberId: string; points: number; firstDay: Day }[]> {
  return send(sql`
    select member_id, sum(units)::bigint as points, min(e.day)::text as first_day from points.ending e
     where merchant_id = ${merchantId} and e.day between ${cohort.from} and ${cohort.to} and not ${isNot}
     group by member_id having sum(units) >= ${cohort.minPoints} order by member_id limit ${cohort.limit}`)
}

/**
 * How many members have at least so many points that end from one day through another, and how many they are together. Counted from the
 * mirror: it grows with what ends in those days.
 */
export async function endingAudience(
  { send, merchantId }: Work,
  { from, to, minPoints }: { from: Day; to: Day; minPoints: number },
): Promise<{ members: number; points: number }> {
  const [row] = await send<{ members: number; points: number }>(sql`
    select count(*)::integer as members, coalesce(sum(units), 0)::bigint as points
      from (select member_id, sum(units) as units from points.ending
             where merchant_id = ${merchantId} and day between ${from} and ${to}
             group by member_id having sum(units) >= ${minPoints}) e`)
  return row!
}
