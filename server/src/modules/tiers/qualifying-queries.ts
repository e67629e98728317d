import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { QualifyingDay } from './standing-rules.ts'

/** Days of a member to be counted again: by date, by sale, or all there are. */
export type Recount = { memberId: string; day: Day | null; saleId: string | null }

/**
 * Counts days again from the sales on them, those of records merged into the member included, from rewarded actions and from growth
 * given beside sales. A sale counts on its own day whatever is refunded when; one that came back whole is no visit. Counting is never
 * adding: done twice, late or out of order, it comes to the same. The members are locked.
 */
export async function recountDays(work: Work, wanted: readonly Recount[]): Promise<void> {
  if (wanted.length === 0) return
  const { merchantId } = work
  const whole = new Set(wanted.filter(({ day, saleId }) => !day && !saleId).map(({ memberId }) => memberId))
  const rows = JSON.stringify(
    // A day beside the whole would be counted twice.
    wanted
      .filter(({ memberId, day, saleId }) => !(whole.has(memberId) && (day || saleId)))
      .map(({ memberId, day, saleId }) => ({ member_id: memberId, day, sale_id: saleId })),
  )
  const asked = sql`
    with recursive asked as (
      select distinct w.member_id, coalesce(w.day, s.business_day) as day
        from jsonb_to_recordset(${rows}::jsonb) as w(member_id uuid, day date, sale_id uuid)
        left join lateral (select v.business_day from cashier.read_member_sale v
                            where v.merchant_id = ${merchantId} and v.sale_id = w.sale_id offset 0) s on true
       where w.sale_id is null or s.business_day is not null
    ), family (root_id, member_id) as (
      select distinct member_id, member_id from asked
      union
      select f.root_id, m.member_id from family f
        join members.read_merged m on m.merchant_id = ${merchantId} and m.into_id = f.member_id
    )`
  await Promise.all([
    work.send(sql`
      ${asked} delete from tiers.qualifying_day d using asked a
       where d.merchant_id = ${merchantId} and d.member_id = a.member_id and (a.day is null or d.day = a.day)`),
    work.send(sql`
      ${asked}, counted as (
        select f.root_id, s.business_day as day, s.net_cents - s.refunded_cents as spend_cents,
               not (s.is_refunded and s.refunded_cents >= s.net_cents) as is_visit, 0 as actions, 0::bigint as activity_units
          from asked a join family f on f.root_id = a.member_id cross join lateral (
            select * from cashier.read_member_sale v
             where v.merchant_id = ${merchantId} and v.member_id = f.member_id
               and (a.day is null or v.business_day = a.day) offset 0) s
        union all
        select f.root_id, t.day, 0, false, 0, t.units
          from asked a join family f on f.root_id = a.member_id
          join tiers.activity t on t.merchant_id = ${merchantId} and t.member_id = f.member_id
           and (a.day is null or t.day = a.day)
        union all
        select f.root_id, d.day, 0, false, 1, 0
          from asked a join family f on f.root_id = a.member_id cross join lateral (
            select v.day from points.read_rewarded_action v
             where v.merchant_id = ${merchantId} and v.member_id = f.member_id
               and (a.day is null or v.day = a.day) offset 0) d
      )
      insert into tiers.qualifying_day (merchant_id, member_id, day, spend_cents, is_visit, actions, activity_units)
      select ${merchantId}, c.root_id, c.day, greatest(sum(c.spend_cents), 0), bool_or(c.is_visit), sum(c.actions),
             sum(c.activity_units)
        from counted c group by c.root_id, c.day`),
  ])
}

/**
 * What the members did, day by day since `from`; with `isWhole` everything before it is folded onto that day, so that a window
 * without a beginning costs no more to carry than one of a year.
 */
export async function readDays(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  { from, isWhole }: { from: Day; isWhole: boolean },
): Promise<Map<string, QualifyingDay[]>> {
  const rows = await send<QualifyingDay & { memberId: string }>(sql`
    select d.member_id, greatest(d.day, ${from}::date) as day, sum(d.spend_cents)::bigint as spend_cents,
           count(*) filter (where d.is_visit)::int as visits, sum(d.actions)::int as actions,
           sum(d.activity_units)::bigint as activity_units
      from unnest(${[...memberIds]}::uuid[]) as m(id)
     cross join lateral (select * from tiers.qualifying_day q
                          where q.merchant_id = ${merchantId} and q.member_id = m.id
                            and (${isWhole} or q.day >= ${from}::date) offset 0) d
     group by 1, 2`)
  const days = Map.groupBy(rows, ({ memberId }) => memberId)
  return days
}

export type NewActivity = { memberId: string; sourceKind: string; sourceId: string; day: Day; units: number }

/** Writes growth given beside sales, once for each source. */
export async function insertActivities({ send, merchantId, at }: Work, rows: readonly NewActivity[]): Promise<void> {
  if (rows.length === 0) return
  const list = rows.map(({ memberId, sourceKind, sourceId, day, units }) => ({
    ...{ member_id: memberId, source_kind: sourceKind, source_id: sourceId, day, units },
  }))
  await send(sql`
    insert into tiers.activity (merchant_id, source_kind, source_id, member_id, day, units, at)
    select ${merchantId}, a.source_kind, a.source_id, a.member_id, a.day, a.units, ${at}
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        as a(source_kind text, source_id uuid, member_id uuid, day date, units bigint)
    on conflict do nothing`)
}

/** Forgets what members did: before it is counted anew under other records. */
export async function deleteDays({ send, merchantId }: Work, memberIds: readonly string[]): Promise<void> {
  await send(sql`
    delete from tiers.qualifying_day where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[])`)
}
