import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { asksOfSales, type Audience, type PastUse } from './audience-rules.ts'

/**
 * Who is of an audience, in key order, at most `limit`: live members as they stood when `today` began, so that what is shown and
 * what is issued an hour later are the same people, whoever came to the tills meanwhile. Sales of merged records are the
 * member's own. The sales are read only when they are asked about; then those of the days that matter, once.
 */
export async function listAudience(work: Work, audience: Audience, today: Day, limit: number): Promise<string[]> {
  const { merchantId } = work
  const { tierIds, fields, ranges = [], birthdayMonths, storeIds } = audience
  const named = tierIds.filter((id) => id !== null)
  const wanted = JSON.stringify(fields.map(({ code, values }) => ({ code, values })))
  const rows = await work.send<{ memberId: string }>(sql`
    with recursive ${roots(work)}${asksOfSales(audience) ? sql`, ${bought(work, audience, today)}` : sql``}
    select m.member_id from members.read_trait m
      ${asksOfSales(audience) ? sql`left join bought b on b.member_id = m.member_id` : sql``}
     where m.merchant_id = ${merchantId}
       and (${tierIds.length === 0} or m.tier_id = any(${named}::uuid[])
            or (${tierIds.includes(null)} and m.tier_id is null))
       and (${storeIds.length === 0} or m.home_store_id = any(${[...storeIds]}::uuid[]))
       and (${birthdayMonths.length === 0} or m.birthday_month = any(${[...birthdayMonths]}::int[]))
       and not exists (select from jsonb_to_recordset(${wanted}::jsonb) as w(code text, "values" jsonb)
                        where not coalesce(w."values" @> (m.custom -> w.code), false))
       and not exists (select from jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb) as r(code text, "from" jsonb, until jsonb)
                        where not coalesce((r."from" is null or m.custom -> r.code >= r."from")
                                           and (r.until is null or m.custom -> r.code <= r.until)
                                           and jsonb_typeof(m.custom -> r.code) = jsonb_typeof(coalesce(r."from", r.until)), false))
       ${asksOfSales(audience) ? boundsOf(audience, today) : sql``}
     order by m.member_id limit ${limit}`)
  return rows.map(({ memberId }) => memberId)
}

/** Every merged record with the member it is today. */
function roots({ merchantId }: Work): RawBuilder<unknown> {
  return sql`
    roots (member_id, root_id) as (
      select m.member_id, m.into_id from members.read_merged m where m.merchant_id = ${merchantId}
      union
      select r.member_id, m.into_id from roots r
        join members.read_merged m on m.merchant_id = ${merchantId} and m.member_id = r.root_id
    )`
}

/** What each member bought before today: on which day last, and for how much in the days that are asked about. */
function bought({ merchantId }: Work, audience: Audience, today: Day): RawBuilder<unknown> {
  // The last visit may lie any time back, unless only a recent one is asked for.
  const spendFrom = addDays(today, -audience.spendDays)
  const visitFrom = audience.maxDaysSinceVisit === null ? null : addDays(today, -audience.maxDaysSinceVisit)
  const from =
    audience.minDaysSinceVisit !== null ? null : visitFrom === null || spendFrom < visitFrom ? spendFrom : visitFrom
  return sql`
    bought as (
      select coalesce(r.root_id, t.member_id) as member_id, max(t.business_day) filter (where t.sale_count = 1) as last_day,
             coalesce(sum(t.net_cents) filter (where t.business_day >= ${spendFrom}::date), 0)::bigint as spend_cents
        from cashier.read_turnover t left join roots r on r.member_id = t.member_id
       where t.merchant_id = ${merchantId} and t.member_id is not null and t.business_day < ${today}::date
         and (${from}::date is null or t.business_day >= ${from}::date)
       group by 1
    )`
}

function boundsOf(audience: Audience, today: Day): RawBuilder<unknown> {
  const { minDaysSinceVisit, maxDaysSinceVisit, minSpendCents, maxSpendCents } = audience
  const lastBefore = minDaysSinceVisit === null ? null : addDays(today, -minDaysSinceVisit)
  const lastSince = maxDaysSinceVisit === null ? null : addDays(today, -maxDaysSinceVisit)
  return sql`
    and (${lastBefore}::date is null or coalesce(b.last_day, m.enrolled_at::date) <= ${lastBefore}::date)
    and (${lastSince}::date is null or b.last_day >= ${lastSince}::date)
    and (${minSpendCents}::bigint is null or coalesce(b.spend_cents, 0) >= ${minSpendCents}::bigint)
    and (${maxSpendCents}::bigint is null or coalesce(b.spend_cents, 0) <= ${maxSpendCents}::bigint)`
}

/** What stands between an audience and its coupons: who has theirs, what is left, and how this kind went so far. */
export async function readIssueFacts(
  work: Work,
  templateId: string,
  memberIds: readonly string[],
): Promise<{ issuedTo: Map<string, number>; leftInPool: number | null; leftCents: number | null; past: PastUse }> {
  const { merchantId } = work
  const [counts, pools, pasts] = await Promise.all([
    work.send<{ memberId: string; issued: number }>(sql`
      select c.member_id, c.issued from unnest(${[...memberIds]}::uuid[]) as m(id) cross join lateral (
        select member_id, issued from coupons.member_count
         where merchant_id = ${merchantId} and template_id = ${templateId} and member_id = m.id offset 0) c`),
    work.send<{ leftInPool: number | null; leftCents: number | null }>(sql`
      select total_limit - issued as left_in_pool, budget_cents - spent_cents as left_cents from coupons.pool
       where merchant_id = ${merchantId} and template_id = ${templateId}`),
    work.send<PastUse>(sql`
      select count(*)::int as settled, count(u.coupon_id)::int as uses, coalesce(sum(u.off_cents), 0)::bigint as off_cents
        from coupons.coupon c
        left join coupons.read_use u on u.merchant_id = ${merchantId} and u.template_id = ${templateId} and u.coupon_id = c.id
       where c.merchant_id = ${merchantId} and c.template_id = ${templateId} and c.status <> 'void' and c.ends_at <= ${work.at}`),
  ])
  return {
    issuedTo: new Map(counts.map(({ memberId, issued }) => [memberId, issued])),
    leftInPool: pools[0]?.leftInPool ?? null,
    leftCents: pools[0]?.leftCents ?? null,
    past: pasts[0]!,
  }
}
