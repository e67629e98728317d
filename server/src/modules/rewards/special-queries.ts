import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { Special, SpecialTerms } from './special-rules.ts'

export type SpecialRow = Special & { createdAt: Date }

const columns = (
  merchantId: string,
) => sql`s.id, s.kind, s.name, s.from_day::text, s.to_day::text, s.week_days, s.month_days, s.within_days,
  s.min_ending, s.rate_bps, s.till_rate_bps, s.budget_points, s.used_points, s.created_at, s.stopped_at,
  coalesce((select jsonb_object_agg(p.reward_id, p.points) from rewards.special_price p
             where p.merchant_id = ${merchantId} and p.special_id = s.id), '{}') as prices`

/** Specials that have not ended, the newest first; with `from`, those that end on it or later. */
export function listSpecials({ send, merchantId }: Work, from: Day | null): Promise<SpecialRow[]> {
  return send<SpecialRow>(sql`
    select ${columns(merchantId)} from rewards.special s
     where s.merchant_id = ${merchantId} ${from ? sql`and s.to_day >= ${from} and s.stopped_at is null` : sql``}
     order by s.created_at desc, s.id desc limit 200`)
}

/** Redemption days with a worth of their own at tills that begin and end around these days, by id; their budgets locked if asked. */
export function listTillDays(
  { send, merchantId }: Work,
  { from, to }: { from: Day; to: Day },
  lock: boolean,
): Promise<SpecialRow[]> {
  return send<SpecialRow>(sql`
    select ${columns(merchantId)} from rewards.special s
     where s.merchant_id = ${merchantId} and s.till_rate_bps is not null and s.stopped_at is null
       and s.from_day <= ${to} and s.to_day >= ${from}
     order by s.id ${lock ? sql`for no key update of s` : sql``}`)
}

/** Locks specials in key order and reads them as they stand then. */
export async function lockSpecials({ send, merchantId }: Work, ids: readonly string[]): Promise<SpecialRow[]> {
  if (ids.length === 0) return []
  const [, rows] = await Promise.all([
    send(sql`
      select from rewards.special where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])
       order by id for no key update`),
    send<SpecialRow>(sql`
      select ${columns(merchantId)} from rewards.special s where s.merchant_id = ${merchantId} and s.id = any(${[...ids]}::uuid[])`),
  ])
  return rows
}

export async function insertSpecial(
  { send, merchantId, at, actor }: Work,
  id: string,
  terms: SpecialTerms,
): Promise<void> {
  const rewardIds = Object.keys(terms.prices)
  await send(sql`
    insert into rewards.special (merchant_id, id, kind, name, from_day, to_day, week_days, month_days, within_days, min_ending,
           rate_bps, till_rate_bps, budget_points, created_at, author_id)
    values (${merchantId}, ${id}, ${terms.kind}, ${terms.name}, ${terms.fromDay}, ${terms.toDay},
            ${terms.weekDays && [...terms.weekDays]}::smallint[], ${terms.monthDays && [...terms.monthDays]}::smallint[],
            ${terms.withinDays}, ${terms.minEnding}, ${terms.rateBps}, ${terms.tillRateBps}, ${terms.budgetPoints}, ${at}, ${actorId(actor)})`)
  if (rewardIds.length === 0) return
  await send(sql`
    insert into rewards.special_price (merchant_id, special_id, reward_id, points)
    select ${merchantId}, ${id}, p.* from unnest(${rewardIds}::uuid[], ${Object.values(terms.prices)}::bigint[]) as p`)
}

export async function stopSpecialRow({ send, merchantId, at }: Work, id: string): Promise<boolean> {
  const rows = await send(sql`
    update rewards.special set stopped_at = coalesce(stopped_at, ${at}) where merchant_id = ${merchantId} and id = ${id} returning 1 as one`)
  return rows.length > 0
}

/** Notes what a redemption was spared; the budgets have that much less. */
export async function writeSpared(
  { send, merchantId, at }: Work,
  redemptionId: string,
  spared: readonly { specialId: string; points: number }[],
): Promise<void> {
  if (spared.length === 0) return
  const given = sql`unnest(${spared.map(({ specialId }) => specialId)}::uuid[], ${spared.map(({ points }) => points)}::bigint[])
    as g(special_id, points)`
  await Promise.all([
    send(sql`
      update rewards.special s set used_points = s.used_points + g.points from ${given}
       where s.merchant_id = ${merchantId} and s.id = g.special_id`),
    send(sql`
      insert into rewards.special_use (merchant_id, redemption_id, special_id, points, at)
      select ${merchantId}, ${redemptionId}, g.special_id, g.points, ${at} from ${given}`),
  ])
}

/** Gives the budgets back what a redemption that was taken back had been spared. */
export async function giveSparedBack({ send, merchantId }: Work, redemptionId: string): Promise<void> {
  await send(sql`
    with gone as (
      delete from rewards.special_use where merchant_id = ${merchantId} and redemption_id = ${redemptionId}
      returning special_id, points)
    update rewards.special s set used_points = s.used_points - g.points from gone g
     where s.merchant_id = ${merchantId} and s.id = g.special_id`)
}

/** How often each special was used. */
export function countUses(
  { send, merchantId }: Work,
  ids: readonly string[],
): Promise<{ specialId: string; uses: number }[]> {
  return send(sql`
    select special_id, count(*)::integer as uses from rewards.special_use
     where merchant_id = ${merchantId} and special_id = any(${[...ids]}::uuid[]) group by 1`)
}

/** How many of each reward members had since an instant, for points. */
export function unitsSince({ send, merchantId }: Work, since: Date): Promise<{ rewardId: string; units: number }[]> {
  return send(sql`
    select reward_id, sum(quantity)::integer as units from rewards.redemption
     where merchant_id = ${merchantId} and at >= ${since} and points > 0 and state not in ('cancelled', 'expired') group by 1`)
}
