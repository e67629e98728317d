import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import { survivorLines } from '#modules/members/survivor.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import type { CampaignUse } from './campaign-open-rules.ts'

/** Locks budgets in key order. */
export function lockCampaignCounters(work: Work, campaignIds: readonly string[]): Promise<unknown> {
  return work.send(sql`
    select from points.campaign_counter
     where merchant_id = ${work.merchantId} and campaign_id = any(${[...campaignIds]}::uuid[])
     order by campaign_id for no key update`)
}

/** What is left of budgets; a campaign whose budget was lifted has none. */
export function readBudgetsLeft(
  work: Work,
  campaignIds: readonly string[],
): Promise<{ campaignId: string; leftPoints: number }[]> {
  return work.send(sql`
    select campaign_id, budget_points - given_points as left_points from points.campaign_counter
     where merchant_id = ${work.merchantId} and campaign_id = any(${[...campaignIds]}::uuid[])
       and budget_points is not null`)
}

/** What members had: in days from shortly before `from` on (whatever their store's zone), in months, years, birthdays and ever. */
export function readMemberUsed(
  work: Work,
  campaignIds: readonly string[],
  memberIds: readonly string[],
  from: Date,
): Promise<{ campaignId: string; memberId: string; period: string; points: number; uses: number }[]> {
  return work.send(sql`
    select c.campaign_id, c.member_id, c.period, c.points, c.uses
      from unnest(${[...campaignIds]}::uuid[]) as p(id) cross join unnest(${[...memberIds]}::uuid[]) as m(id)
      join points.campaign_member_counter c
        on c.merchant_id = ${work.merchantId} and c.campaign_id = p.id and c.member_id = m.id
       and (c.period < 'd' or c.period >= ${`d${addDays(localDay(from, 'UTC'), -1)}`})`)
}

/** The birthdays that members had, those of records merged into them included: one person has one. */
export function readBirthdayUses(
  work: Work,
  memberIds: readonly string[],
): Promise<{ memberId: string; day: string }[]> {
  return work.send(sql`
    with recursive family (root_id, member_id) as (
      select m.id, m.id from unnest(${[...memberIds]}::uuid[]) as m(id)
      union
      select f.root_id, r.member_id from family f
        join members.read_merged r on r.merchant_id = ${work.merchantId} and r.into_id = f.member_id
    )
    select f.root_id as member_id, b.day from family f
      join points.birthday_use b on b.merchant_id = ${work.merchantId} and b.member_id = f.member_id`)
}

export function insertCampaignUses(work: Work, uses: readonly CampaignUse[]): Promise<unknown> {
  const { merchantId } = work
  const rows = snakeRows(uses.map(({ isBudgeted: _, birthday: __, ...row }) => row))
  const budgeted = uses.filter(({ isBudgeted }) => isBudgeted)
  const birthdays = uses.flatMap(({ memberId, birthday, at }) => (birthday ? [{ memberId, day: birthday, at }] : []))
  return Promise.all([
    work.send(sql`
      insert into points.campaign_use (merchant_id, campaign_id, sale_id, version, store_id, member_id, day, points, periods, at)
      select ${merchantId}, campaign_id, sale_id, version, store_id, member_id, day, points, periods, at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(campaign_id uuid, sale_id uuid, version integer,
          store_id uuid, member_id uuid, day date, points bigint, periods text[], at timestamptz)`),
    budgeted.length > 0 ? moveBudgets(work, budgeted, 1) : null,
    moveMemberCounters(
      work,
      uses.map((use) => ({ ...use, uses: 1 })),
      1,
    ),
    birthdays.length > 0
      ? work.send(sql`
          insert into points.birthday_use (merchant_id, member_id, day, at)
          select ${merchantId}, member_id, day, at
            from jsonb_to_recordset(${JSON.stringify(snakeRows(birthdays))}::jsonb)
              as b(member_id uuid, day date, at timestamptz)
          on conflict do nothing`)
      : null,
  ])
}

/** Budgets move by sums per campaign; a campaign without a counter has no row to move. */
function moveBudgets(
  work: Work,
  moved: readonly { campaignId: string; points: number }[],
  direction: 1 | -1,
): Promise<unknown> {
  const sums = new Map<string, number>()
  for (const { campaignId, points } of moved) {
    sums.set(campaignId, (sums.get(campaignId) ?? 0) + direction * points)
  }
  return work.send(sql`
    update points.campaign_counter c set given_points = c.given_points + s.points
      from unnest(${[...sums.keys()]}::uuid[], ${[...sums.values()]}::bigint[]) as s(campaign_id, points)
     where c.merchant_id = ${work.merchantId} and c.campaign_id = s.campaign_id`)
}

type MemberMove = { campaignId: string; memberId: string; periods: readonly string[]; points: number; uses: number }

async function moveMemberCounters(work: Work, moved: readonly MemberMove[], direction: 1 | -1): Promise<void> {
  const sums = new Map<string, { campaignId: string; memberId: string; period: string; points: number; uses: number }>()
  for (const { campaignId, memberId, periods, points, uses } of moved) {
    for (const period of periods) {
      const key = `${campaignId}/${memberId}/${period}`
      const sum = sums.get(key) ?? { campaignId, memberId, period, points: 0, uses: 0 }
      sums.set(key, { ...sum, points: sum.points + points, uses: sum.uses + uses })
    }
  }
  if (sums.size === 0) return
  const rows = JSON.stringify(snakeRows([...sums.values()]))
  const recordset = sql`jsonb_to_recordset(${rows}::jsonb)
    as s(campaign_id uuid, member_id uuid, period text, points bigint, uses integer)`
  if (direction === 1) {
    await work.send(sql`
      insert into points.campaign_member_counter as c (merchant_id, campaign_id, member_id, period, points, uses)
      select ${work.merchantId}, campaign_id, member_id, period, points, uses from ${recordset}
       order by campaign_id, member_id, period
      on conflict (merchant_id, campaign_id, member_id, period) do update
         set points = c.points + excluded.points, uses = c.uses + excluded.uses`)
    return
  }
  await work.send(sql`
    update points.campaign_member_counter c set points = c.points - s.points, uses = c.uses - s.uses from ${recordset}
     where c.merchant_id = ${work.merchantId} and c.campaign_id = s.campaign_id and c.member_id = s.member_id
       and c.period = s.period`)
}

export type UseOfSale = {
  campaignId: string
  saleId: string
  memberId: string
  periods: string[]
  /** What it still has: given less what was taken back. */
  points: number
}

export function readUsesOfSale(work: Work, saleId: string): Promise<UseOfSale[]> {
  return work.send<UseOfSale>(sql`
    select u.campaign_id, u.sale_id, u.member_id, to_jsonb(u.periods) as periods,
           u.points - coalesce((select sum(r.points) from points.campaign_return r
                                 where r.merchant_id = ${work.merchantId} and r.campaign_id = u.campaign_id
                                   and r.sale_id = u.sale_id), 0)::bigint as points
      from points.campaign_use u
     where u.merchant_id = ${work.merchantId} and u.sale_id = ${saleId} order by u.campaign_id`)
}

/** Gives uses back; a member's counters lose them, and those of everybody the record was merged into since. */
export async function insertCampaignReturns(
  work: Work,
  refundId: string,
  back: readonly (UseOfSale & { isLast: boolean })[],
): Promise<unknown> {
  const rows = snakeRows(back.map(({ campaignId, saleId, points }) => ({ campaignId, saleId, points })))
  const lines = await survivorLines(
    work,
    back.map(({ memberId }) => memberId),
  )
  return Promise.all([
    work.send(sql`
      insert into points.campaign_return (merchant_id, campaign_id, sale_id, refund_id, points, at)
      select ${work.merchantId}, campaign_id, sale_id, ${refundId}, points, ${work.at}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(campaign_id uuid, sale_id uuid, points bigint)`),
    moveBudgets(work, back, -1),
    // A use is given back with the last of its points.
    moveMemberCounters(
      work,
      back.flatMap((use) =>
        lines.get(use.memberId)!.map((memberId) => ({ ...use, memberId, uses: use.isLast ? 1 : 0 })),
      ),
      -1,
    ),
  ])
}
