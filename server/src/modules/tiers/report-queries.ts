import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { Group } from './lift-rules.ts'
import type { Measure, GrowthRule } from './programme-rules.ts'

export type GiftUse = { benefitId: string; members: number; given: number; used: number; costCents: number }

/** What gifts were given between two days, how many of their coupons were used, and what they cost: used ones at what they took off. */
export function readGiftUse({ send, merchantId }: Work, { from, to }: { from: Day; to: Day }): Promise<GiftUse[]> {
  return send<GiftUse>(sql`
    select g.benefit_id, count(distinct g.member_id)::int as members, sum(cardinality(g.coupon_ids))::int as given,
           sum(u.used)::int as used, sum(u.off_cents)::bigint as cost_cents
      from tiers.gift g
     cross join lateral (select count(*) as used, coalesce(sum(v.off_cents), 0) as off_cents
                           from unnest(g.coupon_ids) as c(id)
                           join coupons.read_use v on v.merchant_id = ${merchantId} and v.coupon_id = c.id) u
     where g.merchant_id = ${merchantId} and g.day between ${from}::date and ${to}::date and g.coupon_ids <> '{}'
     group by g.benefit_id`)
}

export type PriceUse = { priceListId: string; members: number; sales: number; offCents: number }

/** What price lists took off for members between two days. */
export function readPriceUse(
  { send, merchantId }: Work,
  priceListIds: readonly string[],
  { from, to }: { from: Day; to: Day },
): Promise<PriceUse[]> {
  if (priceListIds.length === 0) return Promise.resolve([])
  return send<PriceUse>(sql`
    select p.price_list_id, count(distinct p.member_id)::int as members, count(distinct p.sale_id)::int as sales,
           sum(p.off_cents)::bigint as off_cents
      from cashier.read_member_price p
     where p.merchant_id = ${merchantId} and p.business_day between ${from}::date and ${to}::date
       and p.price_list_id = any(${[...priceListIds]}::uuid[])
     group by p.price_list_id`)
}

export type TimesUse = { tierId: string; members: number; sales: number; points: number }

/** What levels' multipliers gave on top between two days, less what went back with refunds. */
export function readTimesUse(
  { send, merchantId }: Work,
  tierIds: readonly string[],
  { from, to }: { from: Day; to: Day },
): Promise<TimesUse[]> {
  if (tierIds.length === 0) return Promise.resolve([])
  return send<TimesUse>(sql`
    select u.campaign_id as tier_id, count(distinct u.member_id)::int as members, count(*)::int as sales,
           sum(u.points)::bigint as points
      from points.read_campaign_use u
     where u.merchant_id = ${merchantId} and u.day between ${from}::date and ${to}::date and u.points > 0
       and u.campaign_id = any(${[...tierIds]}::uuid[])
     group by u.campaign_id`)
}

/** How many members stand on each level; the base level under null. */
export function countByTier({ send, merchantId }: Work): Promise<{ tierId: string | null; members: number }[]> {
  return send(sql`
    select tier_id, count(*)::int as members from members.read_tier where merchant_id = ${merchantId} group by tier_id`)
}

/** A month: its last day, and the window that counts on it. */
export type ReferenceMonth = { first: Day; last: Day; windowFrom: Day }

/**
 * Who rose to a level in these months, and who stood just below it (from four fifths of it) at their ends and did not rise within
 * the time that is looked at: how much more they spent in so many days after the month's end than before it.
 */
export async function readLiftGroups(
  { send, merchantId }: Work,
  wanted: {
    months: readonly ReferenceMonth[]
    tierId: string
    tierIds: readonly string[]
    units: number
    measure: Measure
    growth: GrowthRule
    days: number
  },
): Promise<{ risen: Group; compared: Group }> {
  const { months, tierId, tierIds, units, measure, growth, days } = wanted
  const reached = {
    spend: sql`sum(q.spend_cents)`,
    visits: sql`count(*) filter (where q.is_visit)`,
    growth: sql`case when ${growth.perCents}::bigint = 0 then 0
      else div(sum(q.spend_cents), nullif(${growth.perCents}::bigint, 0)::numeric) end
      + count(*) filter (where q.is_visit) * ${growth.perVisit}::bigint + sum(q.actions) * ${growth.perAction ?? 0}::bigint
      + sum(q.activity_units)`,
  }[measure]
  const list = months.map(({ first, last, windowFrom }) => ({ first, last, window_from: windowFrom }))
  const rows = await send<{ isRisen: boolean } & Group>(sql`
    with month as (select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as m(first date, last date, window_from date)),
    picked as (
      select distinct m.last, c.member_id, true as is_risen
        from month m join tiers.change c on c.merchant_id = ${merchantId} and c.to_tier_id = ${tierId} and c.cause = 'earned'
                                        and c.day between m.first and m.last
      union all
      select m.last, near.member_id, false
        from month m cross join lateral (
          select q.member_id from tiers.qualifying_day q
           where q.merchant_id = ${merchantId} and q.day between m.window_from and m.last
           group by q.member_id having ${reached} >= ${units}::bigint * 4 / 5 and ${reached} < ${units}::bigint) near
       where not exists (select from tiers.change c
                          where c.merchant_id = ${merchantId} and c.member_id = near.member_id
                            and c.to_tier_id = any(${[...tierIds]}::uuid[]) and c.day <= m.last + ${days}::int)
    ), compared as (
      select p.is_risen, (
        select coalesce(sum(case when q.day > p.last then q.spend_cents else -q.spend_cents end), 0)
          from tiers.qualifying_day q
         where q.merchant_id = ${merchantId} and q.member_id = p.member_id
           and q.day > p.last - ${days}::int and q.day <= p.last + ${days}::int)::float8 as more_cents
        from picked p
    )
    select is_risen, count(*)::int as members, coalesce(avg(more_cents), 0) as mean_cents,
           coalesce(var_samp(more_cents), 0) as variance_cents
      from compared group by is_risen`)
  const none: Group = { members: 0, meanCents: 0, varianceCents: 0 }
  return { risen: rows.find((row) => row.isRisen) ?? none, compared: rows.find((row) => !row.isRisen) ?? none }
}
