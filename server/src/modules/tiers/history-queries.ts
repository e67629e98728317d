import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { type ProgrammeTerms, windowOn } from './programme-rules.ts'

/** Every record that was merged, with the member it is today. */
function roots({ merchantId }: Work) {
  return sql`
    chain (member_id, root_id) as (
      select m.member_id, m.into_id from members.read_merged m where m.merchant_id = ${merchantId}
      union all
      select c.member_id, m.into_id from chain c
        join members.read_merged m on m.merchant_id = ${merchantId} and m.member_id = c.root_id
    ), roots as (
      select c.member_id, c.root_id from chain c
       where not exists (select from members.read_merged m
                          where m.merchant_id = ${merchantId} and m.member_id = c.root_id)
    )`
}

/**
 * Everybody with the units that terms give them on a day, straight from the sales: nothing that a running programme keeps is
 * asked, so terms can be tried before there is one. `reached` is the rank that the units reach.
 */
function placed(work: Work, terms: ProgrammeTerms, today: Day): RawBuilder<unknown> {
  const { merchantId } = work
  const { from, to } = windowOn(today, terms.window)
  const yearAgo = windowOn(today, 'rolling_12_months').from
  const thresholds = terms.levels.map(({ units }) => units)
  const { perCents, perVisit, perAction = 0 } = terms.growth
  const units = {
    spend: sql`coalesce(w.spend_cents, 0)`,
    visits: sql`coalesce(w.visits, 0)`,
    growth: sql`case when ${perCents}::bigint = 0 then 0 else coalesce(w.spend_cents, 0) / nullif(${perCents}::bigint, 0) end
      + coalesce(w.visits, 0) * ${perVisit}::bigint + coalesce(w.actions, 0) * ${perAction}::bigint
      + coalesce(w.activity_units, 0)`,
  }[terms.measure]
  return sql`
    with recursive ${roots(work)}, days as (
      select coalesce(r.root_id, s.member_id) as member_id, s.business_day as day,
             sum(s.net_cents - s.refunded_cents) as spend_cents,
             bool_or(not (s.is_refunded and s.refunded_cents >= s.net_cents)) as is_visit,
             sum(s.points_earned) as points, 0::bigint as actions, 0::numeric as activity_units
        from cashier.read_member_sale s left join roots r on r.member_id = s.member_id
       where s.merchant_id = ${merchantId} and s.business_day <= ${to}::date
       group by 1, 2
      union all
      select coalesce(r.root_id, t.member_id), t.day, 0, false, 0, 0, sum(t.units)
        from tiers.activity t left join roots r on r.member_id = t.member_id
       where t.merchant_id = ${merchantId} and t.day <= ${to}::date
       group by 1, 2
      union all
      select coalesce(r.root_id, a.member_id), a.day, 0, false, 0, count(*), 0
        from points.read_rewarded_action a left join roots r on r.member_id = a.member_id
       where a.merchant_id = ${merchantId} and a.day <= ${to}::date
       group by 1, 2
    ), windows as (
      select d.member_id,
             sum(greatest(d.spend_cents, 0)) filter (where f.is_in)::bigint as spend_cents,
             count(*) filter (where f.is_in and d.is_visit) as visits,
             sum(d.actions) filter (where f.is_in) as actions,
             sum(d.activity_units) filter (where f.is_in)::bigint as activity_units,
             sum(greatest(d.spend_cents, 0)) filter (where d.day >= ${yearAgo}::date)::bigint as year_cents,
             sum(d.points) filter (where d.day >= ${yearAgo}::date)::bigint as year_points
        from days d cross join lateral (select ${from}::date is null or d.day >= ${from}::date as is_in) f
       group by d.member_id
    ), placed as (
      select m.member_id, m.tier_id, u.units, width_bucket(u.units, ${thresholds}::bigint[]) as reached,
             coalesce(w.year_cents, 0) as year_cents, coalesce(w.year_points, 0) as year_points,
             m.next_birthday_day is not null as has_birthday
        from members.read_tier m
        left join windows w on w.member_id = m.member_id
       cross join lateral (select (${units})::bigint as units) u
       where m.merchant_id = ${merchantId}
    )`
}

/** Members alike: on one level now, reaching one rank, so many tenths of the way to the next. */
export type Cohort = {
  tierId: string | null
  reached: number
  tenths: number
  members: number
  yearCents: number
  yearPoints: number
  birthdays: number
}

/** All members in cohorts: some hundred rows for a million people. */
export function readCohorts(work: Work, terms: ProgrammeTerms, today: Day): Promise<Cohort[]> {
  const thresholds = terms.levels.map(({ units }) => units)
  return work.send<Cohort>(sql`
    ${placed(work, terms, today)}
    select p.tier_id, p.reached, coalesce(least(9, p.units * 10 / (${thresholds}::bigint[])[p.reached + 1]), 0)::int as tenths,
           count(*)::int as members, sum(p.year_cents)::bigint as year_cents, sum(p.year_points)::bigint as year_points,
           count(*) filter (where p.has_birthday)::int as birthdays
      from placed p group by 1, 2, 3 order by 1 nulls first, 2, 3`)
}

export type PlacedMember = { memberId: string; tierId: string | null; reached: number; units: number }

/** Members of a flow of the simulation, those with most units first: on one of these levels now, reaching one of these ranks. */
export function listPlaced(
  work: Work,
  terms: ProgrammeTerms,
  today: Day,
  flow: { tierIds: readonly (string | null)[]; reached: readonly number[]; limit: number },
): Promise<PlacedMember[]> {
  const named = flow.tierIds.filter((id) => id !== null)
  return work.send<PlacedMember>(sql`
    ${placed(work, terms, today)}
    select p.member_id, p.tier_id, p.reached, p.units from placed p
     where (p.tier_id = any(${named}::uuid[]) or (${flow.tierIds.includes(null)} and p.tier_id is null))
       and p.reached = any(${[...flow.reached]}::int[])
     order by p.units desc, p.member_id limit ${flow.limit}`)
}
