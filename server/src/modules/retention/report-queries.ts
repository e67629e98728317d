import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type ReasonCount = {
  reasonCode: string | null
  planId: string
  storeId: string
  begun: number
  cancelled: number
  kept: number
}

/** Leavings begun within days, by reason, plan and store; those given up for a later one of the same pass are not counted twice. */
export function readReasons(work: Work, { from, until }: { from: Date; until: Date }): Promise<ReasonCount[]> {
  return work.send<ReasonCount>(sql`
    select reason_code, plan_id, store_id, count(*)::integer as begun,
           count(*) filter (where done_as = 'cancelled' and taken_back_at is null)::integer as cancelled,
           count(*) filter (where done_as = 'kept')::integer as kept
      from retention.leaving
     where merchant_id = ${work.merchantId} and at >= ${from} and at < ${until} and done_as is distinct from 'given_up'
     group by reason_code, plan_id, store_id`)
}

export type Followed = {
  memberId: string
  passId: string
  isHeldOut: boolean
  hadOffer: boolean
  at: Date
  costCents: number
  refundCents: number
  /** When the pass was cancelled for good after this leaving; null: it was not. */
  cancelledAt: Date | null
}

/**
 * The first leaving of each pass within days, with what became of the pass later: what is counted is people who stay, not clicks. A
 * cancellation for the end of a period counts from the day it was made, unless it was taken back.
 */
export function readFollowed(work: Work, { from, until }: { from: Date; until: Date }): Promise<Followed[]> {
  const { merchantId } = work
  return work.send<Followed>(sql`
    with first as (
      select distinct on (l.pass_id) l.id, l.member_id, l.pass_id, l.is_held_out, l.at
        from retention.leaving l
       where l.merchant_id = ${merchantId} and l.at >= ${from} and l.at < ${until}
       order by l.pass_id, l.at
    )
    select f.member_id, f.pass_id, f.is_held_out, f.at,
           exists (select from retention.made_offer o where o.merchant_id = ${merchantId} and o.leaving_id = f.id) as had_offer,
           coalesce((select sum(o.cost_cents) from retention.made_offer o
                      join retention.leaving l on l.merchant_id = ${merchantId} and l.id = o.leaving_id
                     where o.merchant_id = ${merchantId} and l.pass_id = f.pass_id and o.accepted_at is not null), 0)::bigint as cost_cents,
           coalesce((select sum(l.refund_cents) from retention.leaving l
                      where l.merchant_id = ${merchantId} and l.pass_id = f.pass_id), 0)::bigint as refund_cents,
           (select min(l.done_at) from retention.leaving l
             where l.merchant_id = ${merchantId} and l.pass_id = f.pass_id and l.done_as = 'cancelled' and l.taken_back_at is null
               and l.done_at >= f.at) as cancelled_at
      from first f`)
}
