import { type RawBuilder, sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { asksOfSales, type Audience, type PastUse } from './audience-rules.ts'

/** Who gets a coupon of a template: who is of the audience, as the day begins, and has fewer than one may have. */
export type Wish = { templateId: string; memberLimit: number | null; audience: Audience; today: Day }

/** What an audience comes to, worked out where the members are. */
export type WeighedAudience = {
  members: number
  given: number
  /** SHA-256 over the ids of those who get one, in key order: the very same people have the very same one. */
  digest: string
  /** The first of them, in key order. */
  firstIds: string[]
}

/** How many the audience is, how many of them get a coupon, and who the first are, at most `named`. One statement. */
export async function weighAudience(work: Work, wish: Wish, named: number): Promise<WeighedAudience> {
  const rows = await work.send<WeighedAudience>(sql`
    with recursive ${getting(work, wish)}
    select (select count(*) from audience)::int as members, count(*)::int as given, ${digestOf(sql`g.member_id`)} as digest,
           array(select member_id from getting order by member_id limit ${named}) as first_ids
      from getting g`)
  return onlyRow(rows)
}

/** Keeps who gets a coupon, in pages. Returns what was kept: somebody may have come since the audience was weighed. */
export async function insertIssuePages(
  work: Work,
  issueId: string,
  wish: Wish,
  perPage: number,
): Promise<Pick<WeighedAudience, 'given' | 'digest'>> {
  const { merchantId } = work
  const [, rows] = await Promise.all([
    work.send(sql`
      with recursive ${getting(work, wish)}
      insert into coupons.issue_page (merchant_id, issue_id, page, member_ids)
      select ${merchantId}, ${issueId}, page, array_agg(member_id order by member_id)
        from (select member_id, (row_number() over (order by member_id) - 1) / ${perPage}::int as page from getting) as paged
       group by page`),
    work.send<Pick<WeighedAudience, 'given' | 'digest'>>(sql`
      select count(*)::int as given, ${digestOf(sql`m.id`)} as digest
        from coupons.issue_page p cross join unnest(p.member_ids) as m(id)
       where p.merchant_id = ${merchantId} and p.issue_id = ${issueId}`),
  ])
  return onlyRow(rows)
}

function digestOf(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`encode(sha256(coalesce(string_agg(uuid_send(${id}), ''::bytea order by ${id}), ''::bytea)), 'hex')`
}

/** Common table expressions: `audience`, who is of it, and `getting`, who of them gets a coupon. */
function getting(work: Work, { templateId, memberLimit, audience, today }: Wish): RawBuilder<unknown> {
  const isFull = sql`
    left join coupons.member_count c
      on c.merchant_id = ${work.merchantId} and c.template_id = ${templateId} and c.member_id = a.member_id
   where coalesce(c.issued, 0) < ${memberLimit}`
  return sql`${audienceOf(work, audience, today)},
    getting as (select a.member_id from audience a ${memberLimit === null ? sql`` : isFull})`
}

/**
 * Who is of an audience: live members as they stood when `today` began, so that what is shown and what is issued an hour later are
 * the same people, whoever came to the tills meanwhile. Sales of merged records are the member's own. The sales are read only when
 * they are asked about; then those of the days that matter, once.
 */
function audienceOf(work: Work, audience: Audience, today: Day): RawBuilder<unknown> {
  const { merchantId } = work
  const { tierIds, fields, ranges = [], birthdayMonths, storeIds, tagIds = [], withoutTagIds = [] } = audience
  const named = tierIds.filter((id) => id !== null)
  const wanted = JSON.stringify(fields.map(({ code, values }) => ({ code, values })))
  const tagged = (ids: readonly string[]) => sql`
    (select t.member_id from members.read_member_tag t where t.merchant_id = ${merchantId} and t.tag_id = any(${[...ids]}::uuid[]))`
  return sql`
    ${roots(work)}${asksOfSales(audience) ? sql`, ${bought(work, audience, today)}` : sql``},
    audience as (
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
         ${tagIds.length > 0 ? sql`and m.member_id in ${tagged(tagIds)}` : sql``}
         ${withoutTagIds.length > 0 ? sql`and m.member_id not in ${tagged(withoutTagIds)}` : sql``}
         ${asksOfSales(audience) ? boundsOf(audience, today) : sql``}
    )`
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

/** What stands between an audience and its coupons: what is left, and how this kind went so far. */
export async function readIssueFacts(
  work: Work,
  templateId: string,
): Promise<{ leftInPool: number | null; leftCents: number | null; past: PastUse }> {
  const { merchantId } = work
  const [pools, pasts] = await Promise.all([
    work.send<{ leftInPool: number | null; leftCents: number | null }>(sql`
      select total_limit - issued as left_in_pool, budget_cents - spent_cents as left_cents from coupons.pool
       where merchant_id = ${merchantId} and template_id = ${templateId}`),
    work.send<PastUse>(sql`
      select count(*)::int as settled, count(u.coupon_id)::int as uses, coalesce(sum(u.off_cents), 0)::bigint as off_cents
        from coupons.coupon c
        left join coupons.read_use u on u.merchant_id = ${merchantId} and u.template_id = ${templateId} and u.coupon_id = c.id
       where c.merchant_id = ${merchantId} and c.template_id = ${templateId} and c.status <> 'void' and c.ends_at <= ${work.at}`),
  ])
  return { leftInPool: pools[0]?.leftInPool ?? null, leftCents: pools[0]?.leftCents ?? null, past: pasts[0]! }
}
