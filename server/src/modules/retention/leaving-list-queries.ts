import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

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
