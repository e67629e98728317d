import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { PlanKind, PlanTerms, PlanVersion } from './plan-types.ts'

/** `isOnline`: members buy it on their own phone, too. */
export type PlanRow = PlanVersion & { isOnline: boolean; createdAt: Date; stoppedAt: Date | null }

const columns = sql`p.id as plan_id, p.version, p.kind, v.name, v.price_cents, v.terms, p.is_online, p.created_at, p.stopped_at`
const current = ({ merchantId }: Work) => sql`passes.plan p
  join passes.plan_version v on v.merchant_id = ${merchantId} and v.plan_id = p.id and v.version = p.version`

/** Plans as they are sold now, by id; all of them without ids. */
export function readPlans(work: Work, ids: readonly string[] | null = null): Promise<PlanRow[]> {
  return work.send(sql`
    select ${columns} from ${current(work)}
     where p.merchant_id = ${work.merchantId} and (${ids === null} or p.id = any(${ids === null ? [] : [...ids]}::uuid[]))
     order by p.stopped_at is not null, p.created_at desc, p.id desc limit 500`)
}

/** Locks a plan for a new version or a stop. */
export async function lockPlan(work: Work, planId: string): Promise<PlanRow | undefined> {
  const [, [plan]] = await Promise.all([
    work.send(sql`select from passes.plan where merchant_id = ${work.merchantId} and id = ${planId} for no key update`),
    readPlans(work, [planId]),
  ])
  return plan
}

export async function insertPlan(work: Work, planId: string, kind: PlanKind): Promise<void> {
  await work.send(sql`
    insert into passes.plan (merchant_id, id, kind, created_at) values (${work.merchantId}, ${planId}, ${kind}, ${work.at})`)
}

export async function insertVersion(
  work: Work,
  version: { planId: string; version: number; name: string; priceCents: number; terms: PlanTerms },
): Promise<void> {
  await work.send(sql`
    insert into passes.plan_version (merchant_id, plan_id, version, name, price_cents, terms, at, author_id)
    values (${work.merchantId}, ${version.planId}, ${version.version}, ${version.name}, ${version.priceCents},
            ${JSON.stringify(version.terms)}::jsonb, ${work.at}, ${actorId(work.actor)})`)
}

export async function writePlan(
  work: Work,
  plan: { planId: string; version: number; kind: PlanKind; stoppedAt: Date | null },
): Promise<void> {
  await work.send(sql`
    update passes.plan set version = ${plan.version}, kind = ${plan.kind}, stopped_at = ${plan.stoppedAt}
     where merchant_id = ${work.merchantId} and id = ${plan.planId}`)
}

export async function writePlanOnline(work: Work, planId: string, isOnline: boolean): Promise<void> {
  await work.send(sql`
    update passes.plan set is_online = ${isOnline} where merchant_id = ${work.merchantId} and id = ${planId}`)
}

/** Passes of each plan: sold, good now, and how many of those end within 30 days. */
export function countPasses(
  work: Work,
  day: string,
): Promise<{ planId: string; sold: number; live: number; endingSoon: number }[]> {
  return work.send(sql`
    select plan_id, count(*) as sold,
           count(*) filter (where ended_at is null and (ends_day is null or ends_day >= ${day}::date)) as live,
           count(*) filter (where ended_at is null and ends_day between ${day}::date and ${day}::date + 30) as ending_soon
      from passes.pass where merchant_id = ${work.merchantId} group by plan_id`)
}
