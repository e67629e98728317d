import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { Pass, Taken } from './pass-rules.ts'

const columns = sql`p.id, p.plan_id, p.plan_version, v.name, v.price_cents, v.terms, p.member_id, p.sale_id, p.sale_line_id, p.store_id,
  p.sold_at, p.sold_day, p.zone, p.paid_cents, p.list_cents, p.refund_policy, p.starts_day, p.latest_start_day, p.ends_day,
  p.extended_days, p.renews_pass_id, p.cancel_asked_at, p.ended_at, p.ended_as, p.refunded_cents, p.last_at`

/** The freezes that hold and the family, with each pass of `from`. */
const whole = ({ merchantId }: Work, from: ReturnType<typeof sql>) => sql<Pass>`
  select ${columns},
         coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'fromDay', f.from_day, 'untilDay', f.until_day,
                            'askedUntilDay', f.asked_until_day) order by f.from_day)
                     from passes.pass_freeze f
                    where f.merchant_id = ${merchantId} and f.pass_id = p.id and f.cancelled_at is null), '[]') as freezes,
         coalesce((select jsonb_agg(m.member_id order by m.member_id) from passes.pass_family m
                    where m.merchant_id = ${merchantId} and m.pass_id = p.id), '[]') as family_ids
    from ${from}
    join passes.plan_version v on v.merchant_id = ${merchantId} and v.plan_id = p.plan_id and v.version = p.plan_version`

/** Passes by id, in no order. */
export function readPasses(work: Work, ids: readonly string[]): Promise<Pass[]> {
  const from = sql`unnest(${[...ids]}::uuid[]) as asked(id)
    join passes.pass p on p.merchant_id = ${work.merchantId} and p.id = asked.id`
  return work.send(whole(work, from))
}

/** Locks passes, in key order, and reads them in a statement of its own: one that waits would see them as they stood before. */
export async function lockPasses(work: Work, ids: readonly string[]): Promise<Pass[]> {
  if (ids.length === 0) return []
  const [, passes] = await Promise.all([
    work.send(sql`
      select from passes.pass where merchant_id = ${work.merchantId} and id = any(${[...ids]}::uuid[])
       order by id for no key update`),
    readPasses(work, ids),
  ])
  return passes
}

/** The ids of what these members hold or may use as family, newest first; `isLive` leaves out what ended or ran out before a day. */
export async function readPassIdsOf(
  work: Work,
  memberIds: readonly string[],
  isLive: { since: string } | null,
): Promise<string[]> {
  const { merchantId } = work
  const rows = await work.send<{ id: string }>(sql`
    select p.id from passes.pass p
     where p.merchant_id = ${merchantId}
       and (p.member_id = any(${[...memberIds]}::uuid[])
            or p.id in (select f.pass_id from passes.pass_family f
                         where f.merchant_id = ${merchantId} and f.member_id = any(${[...memberIds]}::uuid[])))
       and (${isLive === null} or (p.ended_at is null and (p.ends_day is null or p.ends_day >= ${isLive?.since ?? null}::date)))
     order by p.sold_at desc, p.id desc limit 200`)
  return rows.map(({ id }) => id)
}

/** The live passes of these members, own and family's, whose plan puts them before others or opens things to them earlier. */
export async function readPrivilegedIds(work: Work, memberIds: readonly string[], since: string): Promise<string[]> {
  const { merchantId } = work
  const rows = await work.send<{ id: string }>(sql`
    select p.id
      from (select id, plan_id, plan_version, ended_at, ends_day from passes.pass
             where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[])
            union
            select o.id, o.plan_id, o.plan_version, o.ended_at, o.ends_day from passes.pass_family f
              join passes.pass o on o.merchant_id = ${merchantId} and o.id = f.pass_id
             where f.merchant_id = ${merchantId} and f.member_id = any(${[...memberIds]}::uuid[])) p
      join passes.plan_version v on v.merchant_id = ${merchantId} and v.plan_id = p.plan_id and v.version = p.plan_version
     where p.ended_at is null and (p.ends_day is null or p.ends_day >= ${since}::date)
       and (v.terms -> 'benefits' @> '[{"kind": "priority"}]' or v.terms -> 'benefits' @> '[{"kind": "early_access"}]')`)
  return rows.map(({ id }) => id)
}

/** The live passes of everybody whose plan opens things earlier; found from the few plans that do. */
export async function readEarlyPassIds(work: Work, since: string): Promise<string[]> {
  const { merchantId } = work
  const rows = await work.send<{ id: string }>(sql`
    select p.id
      from passes.plan_version v
      join passes.pass p on p.merchant_id = ${merchantId} and p.plan_id = v.plan_id and p.plan_version = v.version
     where v.merchant_id = ${merchantId} and v.terms -> 'benefits' @> '[{"kind": "early_access"}]'
       and p.ended_at is null and (p.ends_day is null or p.ends_day >= ${since}::date)`)
  return rows.map(({ id }) => id)
}

/** Uses that stand and holds that are open, of these passes. */
export async function readTaken(work: Work, passIds: readonly string[]): Promise<Map<string, Taken[]>> {
  const { merchantId } = work
  const rows = await work.send<Taken & { passId: string }>(sql`
    select u.pass_id, u.component_id, u.member_id, u.day, u.units, false as is_held,
           coalesce(b.settled_as in ('late', 'missed'), false) as is_absent, u.booking_id
      from passes.pass_use u
      left join passes.pass_hold b on b.merchant_id = ${merchantId} and b.id = u.booking_id
     where u.merchant_id = ${merchantId} and u.pass_id = any(${[...passIds]}::uuid[]) and u.undone_at is null
    union all
    select h.pass_id, h.component_id, h.member_id, h.day, h.units, true, false, h.id
      from passes.pass_hold h
     where h.merchant_id = ${merchantId} and h.pass_id = any(${[...passIds]}::uuid[]) and h.settled_at is null`)
  return Map.groupBy(rows, ({ passId }) => passId)
}

/**
 * The same of one pass for a visit near now: day by day as far as the periods of quotas reach, and in one sum, under the first of its days,
 * what lies beyond. A pass of years sends no more than one of weeks.
 */
export function readTakenNear(work: Work, passId: string): Promise<Taken[]> {
  const { merchantId } = work
  // The longest period is a month, and the pass's own day may be another than here.
  const [from, until] = [-33, 33].map((days) =>
    new Date(work.at.getTime() + days * 86_400_000).toISOString().slice(0, 10),
  )
  return work.send<Taken>(sql`
    select t.component_id, t.member_id, min(t.day) as day, sum(t.units)::integer as units, t.is_held, false as is_absent,
           null::uuid as booking_id
      from (select u.component_id, u.member_id, u.day, u.units, false as is_held from passes.pass_use u
             where u.merchant_id = ${merchantId} and u.pass_id = ${passId} and u.undone_at is null
            union all
            select h.component_id, h.member_id, h.day, h.units, true from passes.pass_hold h
             where h.merchant_id = ${merchantId} and h.pass_id = ${passId} and h.settled_at is null) t
     group by t.component_id, t.member_id, t.is_held, case when t.day between ${from}::date and ${until}::date then t.day end`)
}

export type PassRow = Omit<Pass, 'name' | 'priceCents' | 'terms' | 'freezes' | 'familyIds'>

export async function insertPasses(work: Work, passes: readonly PassRow[]): Promise<void> {
  await work.send(sql`
    insert into passes.pass (merchant_id, id, plan_id, plan_version, member_id, sale_id, sale_line_id, store_id, sold_at, sold_day,
           zone, paid_cents, list_cents, refund_policy, starts_day, latest_start_day, ends_day, extended_days, renews_pass_id,
           last_at)
    select ${work.merchantId}, id, plan_id, plan_version, member_id, sale_id, sale_line_id, store_id, sold_at, sold_day, zone,
           paid_cents, list_cents, refund_policy, starts_day, latest_start_day, ends_day, extended_days, renews_pass_id, last_at
      from jsonb_to_recordset(${JSON.stringify(snakeRows(passes))}::jsonb) as p(id uuid, plan_id uuid, plan_version integer,
           member_id uuid, sale_id uuid, sale_line_id uuid, store_id uuid, sold_at timestamptz, sold_day date, zone text,
           paid_cents bigint, list_cents bigint, refund_policy jsonb, starts_day date, latest_start_day date, ends_day date,
           extended_days integer, renews_pass_id uuid, last_at timestamptz)`)
}

/** Writes what can change of passes. They are locked. */
export async function updatePasses(work: Work, passes: readonly PassRow[]): Promise<void> {
  if (passes.length === 0) return
  const rows = passes.map(
    ({ id, memberId, startsDay, latestStartDay, endsDay, extendedDays, cancelAskedAt, ...rest }) => ({
      ...{ id, memberId, startsDay, latestStartDay, endsDay, extendedDays, cancelAskedAt },
      ...{ endedAt: rest.endedAt, endedAs: rest.endedAs, refundedCents: rest.refundedCents, lastAt: rest.lastAt },
    }),
  )
  await work.send(sql`
    update passes.pass p
       set member_id = n.member_id, starts_day = n.starts_day, latest_start_day = n.latest_start_day, ends_day = n.ends_day,
           extended_days = n.extended_days, cancel_asked_at = n.cancel_asked_at, ended_at = n.ended_at, ended_as = n.ended_as,
           refunded_cents = n.refunded_cents, last_at = n.last_at
      from jsonb_to_recordset(${JSON.stringify(snakeRows(rows))}::jsonb) as n(id uuid, member_id uuid, starts_day date,
           latest_start_day date, ends_day date, extended_days integer, cancel_asked_at timestamptz, ended_at timestamptz,
           ended_as text, refunded_cents bigint, last_at timestamptz)
     where p.merchant_id = ${work.merchantId} and p.id = n.id`)
}

/** What comes after each of these passes: the last of a line of renewals, the pass itself where there is none. */
export async function readLastOfLine(
  work: Work,
  passIds: readonly string[],
): Promise<Map<string, { id: string; endsDay: string | null }>> {
  if (passIds.length === 0) return new Map()
  const { merchantId } = work
  const rows = await work.send<{ firstId: string; id: string; endsDay: string | null }>(sql`
    with recursive line (first_id, id, ends_day, ended_at) as (
      -- One that was ended is followed at once, whatever its last day was to be: the day before it ended stands for that.
      select p.id, p.id, case when p.ended_at is null then p.ends_day else (p.ended_at at time zone p.zone)::date - 1 end, p.ended_at
        from passes.pass p
       where p.merchant_id = ${merchantId} and p.id = any(${[...passIds]}::uuid[])
      union
      select line.first_id, p.id, p.ends_day, p.ended_at
        from line join passes.pass p on p.merchant_id = ${merchantId} and p.renews_pass_id = line.id and p.ended_at is null
    )
    select distinct on (first_id) first_id, id, ends_day from line order by first_id, ends_day desc nulls first, id desc`)
  return new Map(rows.map(({ firstId, ...last }) => [firstId, last]))
}

/** Renewals of a pass that have not begun by a day: they move with its end. */
export async function readFollowerIds(work: Work, passId: string, day: string): Promise<string[]> {
  const { merchantId } = work
  const rows = await work.send<{ id: string }>(sql`
    with recursive line (id, starts_day) as (
      select p.id, p.starts_day from passes.pass p
       where p.merchant_id = ${merchantId} and p.renews_pass_id = ${passId} and p.ended_at is null
      union
      select p.id, p.starts_day
        from line join passes.pass p on p.merchant_id = ${merchantId} and p.renews_pass_id = line.id and p.ended_at is null
    )
    select id from line where starts_day > ${day}`)
  return rows.map(({ id }) => id)
}

/** The passes that lines of a sale made, live or ended. */
export async function readPassIdsOfLines(
  work: Work,
  lineIds: readonly string[],
): Promise<{ id: string; saleLineId: string }[]> {
  return work.send(sql`
    select id, sale_line_id from passes.pass
     where merchant_id = ${work.merchantId} and sale_line_id = any(${[...lineIds]}::uuid[])`)
}
