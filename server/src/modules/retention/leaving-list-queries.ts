import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { type Leaving, leavingColumns } from './leaving-queries.ts'
import type { Period } from './report-by.ts'

export type Leaver = { passId: string; memberId: string; reasonCode: string | null }

/** Who set out to leave since an instant, the latest leaving of each pass, newest first. */
export function readLeaversSince(work: Work, since: Date, limit: number): Promise<Leaver[]> {
  return work.send<Leaver>(sql`
    select pass_id, member_id, reason_code from (
      select distinct on (pass_id) pass_id, member_id, reason_code, at from retention.leaving
       where merchant_id = ${work.merchantId} and at >= ${since} order by pass_id, at desc) l
     order by at desc limit ${limit}`)
}

export type ToHandOver = { leavingId: string; memberId: string; passId: string; cents: number; since: Date }

/** Money of cancellations that somebody has to hand over, the oldest first. */
export function readToHandOver(work: Work, storeIds: readonly string[] | null): Promise<ToHandOver[]> {
  const inStores = storeIds ? sql`and store_id = any(${[...storeIds]}::uuid[])` : sql``
  return work.send<ToHandOver>(sql`
    select id as leaving_id, member_id, pass_id, to_hand_over_cents as cents, done_at as since from retention.leaving
     where merchant_id = ${work.merchantId} and to_hand_over_cents > 0 and handed_over_at is null ${inStores}
     order by done_at limit 200`)
}

export type LeavingFilter = {
  period: Period
  storeIds: readonly string[] | null
  state?: 'open' | 'kept' | 'cancelled' | 'given_up' | undefined
  reasonCode?: string | undefined
  flowVersion?: number | undefined
  before: { at: string; id: string } | null
  limit: number
}

/** Leavings begun within days, the latest first, those after the page's last one. */
export function readLeavingsPage(work: Work, filter: LeavingFilter): Promise<Leaving[]> {
  const { period, storeIds, state, reasonCode, flowVersion, before, limit } = filter
  const conditions = [
    ...(storeIds ? [sql`and l.store_id = any(${[...storeIds]}::uuid[])`] : []),
    ...(state === undefined ? [] : [state === 'open' ? sql`and l.done_as is null` : sql`and l.done_as = ${state}`]),
    ...(reasonCode === undefined ? [] : [sql`and l.reason_code = ${reasonCode}`]),
    ...(flowVersion === undefined ? [] : [sql`and l.flow_version = ${flowVersion}`]),
    ...(before ? [sql`and (l.at, l.id) < (${before.at}::timestamptz, ${before.id}::uuid)`] : []),
  ]
  return work.send<Leaving>(sql`
    select ${leavingColumns} from retention.leaving l
     where l.merchant_id = ${work.merchantId} and l.at >= ${period.from} and l.at < ${period.until}
           ${sql.join(conditions, sql` `)}
     order by l.at desc, l.id desc limit ${limit}`)
}
