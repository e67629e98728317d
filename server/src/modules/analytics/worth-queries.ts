import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'

export type MemberTurnover = {
  spentCents: number
  yearCents: number
  saleCount: number
  visitCount: number
  firstDay: Day | null
  lastDay: Day | null
  lastAt: Date | null
}

/** What was sold to these records less what was given back, in all and in the last 365 days. */
export async function readMemberTurnover(
  { send, merchantId, at }: Work,
  memberIds: readonly string[],
): Promise<MemberTurnover> {
  const yearAgo = new Date(at.getTime() - 365 * 86_400_000)
  return onlyRow(
    await send<MemberTurnover>(sql`
      select coalesce(sum(r.net_cents), 0)::bigint as spent_cents,
             coalesce(sum(r.net_cents) filter (where r.at >= ${yearAgo}), 0)::bigint as year_cents,
             count(*) filter (where r.sale_count = 1) as sale_count,
             count(distinct r.business_day) filter (where r.sale_count = 1) as visit_count,
             min(r.business_day) filter (where r.sale_count = 1) as first_day,
             max(r.business_day) filter (where r.sale_count = 1) as last_day,
             max(r.at) filter (where r.sale_count = 1) as last_at
        from cashier.read_turnover r
       where r.merchant_id = ${merchantId} and r.member_id = any(${memberIds}::uuid[])`),
  )
}

/** The last business days on which one of these records bought something. */
export async function readVisitDays(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  limit: number,
): Promise<Day[]> {
  const rows = await send<{ day: Day }>(sql`
    select distinct r.business_day as day from cashier.read_turnover r
     where r.merchant_id = ${merchantId} and r.member_id = any(${memberIds}::uuid[]) and r.sale_count = 1
     order by r.business_day desc limit ${limit}`)
  return rows.map(({ day }) => day)
}

export type TurnoverOfRoot = Pick<MemberTurnover, 'yearCents' | 'visitCount' | 'lastDay'> & { memberId: string }

/**
 * The same of many members in one statement, each with the records that were merged into theirs: `records[i]` counts for
 * `members[i]`. Members without a sale are left out.
 */
export async function readTurnovers(
  { send, merchantId, at }: Work,
  { records, members }: { records: readonly string[]; members: readonly string[] },
): Promise<TurnoverOfRoot[]> {
  const yearAgo = new Date(at.getTime() - 365 * 86_400_000)
  return send<TurnoverOfRoot>(sql`
    select wanted.member_id, coalesce(sum(r.net_cents) filter (where r.at >= ${yearAgo}), 0)::bigint as year_cents,
           count(distinct r.business_day) filter (where r.sale_count = 1) as visit_count,
           max(r.business_day) filter (where r.sale_count = 1) as last_day
      from unnest(${[...records]}::uuid[], ${[...members]}::uuid[]) as wanted (record_id, member_id)
      cross join lateral (
        select t.net_cents, t.at, t.business_day, t.sale_count from cashier.read_turnover t
         where t.merchant_id = ${merchantId} and t.member_id = wanted.record_id offset 0
      ) r
     group by wanted.member_id`)
}
