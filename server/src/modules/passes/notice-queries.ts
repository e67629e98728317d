import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { passSteps } from './notice-rules.ts'

type NoticedPass = { passId: string; planId: string; memberId: string; day: string; daysLeft: number }

/** Renewed already, or about to be charged for: nothing ends for its holder. */
const goesOn = ({ merchantId }: Work) => sql`
  (exists (select from passes.pass f where f.merchant_id = ${merchantId} and f.renews_pass_id = p.id and f.ended_at is null)
   or exists (select from passes.pass_renewal r where r.merchant_id = ${merchantId} and r.pass_id = p.id
                 and r.stopped_at is null and r.failed_at is null))`

const today = ({ at }: Work) => sql`(${at}::timestamptz at time zone p.zone)::date`

/**
 * Live passes that end within the first step and whose step was not told yet, soonest first: not those that were cancelled for that
 * day, go on, or were sold for less than twice the step, for whoever bought a week's pass knows that it ends.
 */
export function readEndingPasses(work: Work, limit: number): Promise<(NoticedPass & { step: number })[]> {
  const { merchantId, at } = work
  const [first] = passSteps
  return work.send(sql`
    select p.id as pass_id, p.plan_id, p.member_id, p.ends_day::text as day, p.ends_day - ${today(work)} as days_left, s.step
      from passes.pass p
      cross join lateral (select min(v) as step from unnest(${[...passSteps]}::smallint[]) as v
                           where v >= p.ends_day - ${today(work)}) s
     where p.merchant_id = ${merchantId} and p.ended_at is null and p.cancel_asked_at is null
       and p.ends_day between ${at}::timestamptz::date - 1 and ${at}::timestamptz::date + ${first + 1}::integer
       and p.ends_day >= ${today(work)} and s.step is not null
       and p.ends_day - coalesce(p.starts_day, p.sold_day) >= 2 * s.step
       and not exists (select from passes.pass_notice n where n.merchant_id = ${merchantId} and n.pass_id = p.id
                          and n.day = p.ends_day and n.step between 1 and s.step)
       and not ${goesOn(work)}
     order by p.ends_day, p.id limit ${limit}`)
}

/** Passes whose last day is over since a few days at most and was not told of as over: neither ended before nor renewed. */
export function readExpiredPasses(work: Work, days: number, limit: number): Promise<NoticedPass[]> {
  const { merchantId, at } = work
  return work.send(sql`
    select p.id as pass_id, p.plan_id, p.member_id, p.ends_day::text as day, p.ends_day - ${today(work)} as days_left
      from passes.pass p
     where p.merchant_id = ${merchantId} and p.ended_at is null
       and p.ends_day between ${at}::timestamptz::date - ${days + 1}::integer and ${at}::timestamptz::date + 1
       and p.ends_day < ${today(work)}
       and not exists (select from passes.pass_notice n where n.merchant_id = ${merchantId} and n.pass_id = p.id
                          and n.day = p.ends_day and n.step = 0)
       and not ${goesOn(work)}
     order by p.ends_day, p.id limit ${limit}`)
}

/** Notes what is told now; returns the ids of passes of which nobody had noted it before. */
export async function noteTold(
  { send, merchantId, at }: Work,
  told: readonly { passId: string; day: string; step: number }[],
): Promise<Set<string>> {
  const rows = await send<{ passId: string }>(sql`
    insert into passes.pass_notice (merchant_id, pass_id, day, step, at)
    select ${merchantId}, v.pass_id, v.day, v.step, ${at}
      from unnest(${told.map(({ passId }) => passId)}::uuid[], ${told.map(({ day }) => day)}::date[],
                  ${told.map(({ step }) => step)}::smallint[]) as v(pass_id, day, step)
    on conflict do nothing returning pass_id`)
  return new Set(rows.map(({ passId }) => passId))
}
