import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { ActionBudget, RewardedAction, TimesBefore } from './action-rules.ts'

export type ActionUse = {
  id: string
  action: RewardedAction
  source: string
  memberId: string
  version: number
  day: Day
  points: number
  saleId: string | null
}

/** How often a member was rewarded for an action: on a day, and in its calendar month. */
export async function readTimesBefore(
  work: Work,
  { action, memberId, day }: { action: RewardedAction; memberId: string; day: Day },
): Promise<TimesBefore> {
  const [row] = await work.send<TimesBefore>(sql`
    select count(*) filter (where day = ${day}) as today, count(*) as this_month
      from points.action_use
     where merchant_id = ${work.merchantId} and member_id = ${memberId} and action = ${action}
       and day >= ${`${day.slice(0, 7)}-01`} and day <= ${day}`)
  return row!
}

/** The days of a month on which a member signed in. */
export async function readSignInDays(work: Work, memberId: string, day: Day): Promise<Day[]> {
  const rows = await work.send<{ day: Day }>(sql`
    select day from points.action_use
     where merchant_id = ${work.merchantId} and member_id = ${memberId} and action = 'sign_in'
       and day >= ${`${day.slice(0, 7)}-01`} and day <= ${day} order by day`)
  return rows.map((row) => row.day)
}

export async function readActionUse(
  work: Work,
  action: RewardedAction,
  source: string,
): Promise<{ points: number } | undefined> {
  const [row] = await work.send<{ points: number }>(sql`
    select points from points.action_use
     where merchant_id = ${work.merchantId} and action = ${action} and source = ${source}`)
  return row
}

/** Locks a budget and tells what is left of it; null where the action has none. */
export async function lockActionBudget(work: Work, budget: ActionBudget): Promise<number | null> {
  const [row] = await work.send<{ left: number | null }>(sql`
    select budget_points - given_points as left from points.action_counter
     where merchant_id = ${work.merchantId} and action = ${budget} for no key update`)
  return row?.left ?? null
}

export async function moveActionBudget(work: Work, budget: ActionBudget, points: number): Promise<void> {
  await work.send(sql`
    update points.action_counter set given_points = given_points + ${points}
     where merchant_id = ${work.merchantId} and action = ${budget}`)
}

/** Whether the row is new: the same deed is rewarded once. */
export async function insertActionUse(work: Work, use: ActionUse): Promise<boolean> {
  const added = await work.send(sql`
    insert into points.action_use (merchant_id, id, action, source, member_id, version, day, points, sale_id, at)
    values (${work.merchantId}, ${use.id}, ${use.action}, ${use.source}, ${use.memberId}, ${use.version}, ${use.day},
            ${use.points}, ${use.saleId}, ${work.at})
    on conflict do nothing returning id`)
  return added.length > 0
}

/** What referrals a sale was rewarded with, as far as it was not taken back. */
export function readUsesOfVisit(
  work: Work,
  saleId: string,
): Promise<{ id: string; action: RewardedAction; memberId: string; day: Day; points: number }[]> {
  return work.send(sql`
    select u.id, u.action, u.member_id, u.day, u.points from points.action_use u
     where u.merchant_id = ${work.merchantId} and u.sale_id = ${saleId} and u.points > 0
       and not exists (select from points.action_return r
                        where r.merchant_id = ${work.merchantId} and r.action_use_id = u.id)
     order by u.id`)
}

export async function insertActionReturns(
  work: Work,
  refundId: string,
  uses: readonly { id: string; points: number }[],
): Promise<void> {
  await work.send(sql`
    insert into points.action_return (merchant_id, action_use_id, refund_id, points, at)
    select ${work.merchantId}, u.id, ${refundId}, u.points, ${work.at}
      from unnest(${uses.map(({ id }) => id)}::uuid[], ${uses.map(({ points }) => points)}::bigint[]) as u(id, points)`)
}
