import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type PassFilter = { planId: string | null; state: 'live' | 'ending' | 'over' | null; today: string }

/** A page of passes, newest first. `ending`: good now, and over within thirty days. */
export function pagePassIds(
  work: Work,
  { planId, state, today }: PassFilter,
  before: readonly [soldAt: string, id: string] | null,
  limit: number,
): Promise<{ id: string; soldAt: Date }[]> {
  const isLive = sql`p.ended_at is null and (p.ends_day is null or p.ends_day >= ${today}::date)`
  const [soldAt, id] = before ?? [null, null]
  return work.send(sql`
    select p.id, p.sold_at from passes.pass p
     where p.merchant_id = ${work.merchantId}
       and (${planId}::uuid is null or p.plan_id = ${planId}::uuid)
       and case ${state}::text when 'live' then ${isLive} when 'over' then not (${isLive})
                when 'ending' then ${isLive} and p.ends_day <= ${today}::date + 30 else true end
       and (${soldAt}::timestamptz is null or (p.sold_at, p.id) < (${soldAt}::timestamptz, ${id}::uuid))
     order by p.sold_at desc, p.id desc limit ${limit}`)
}
