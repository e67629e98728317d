import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Answer } from './flow-types.ts'
import type { Channel, Leaving, Offer } from './leaving-queries.ts'

type Within = { from: Date; until: Date }

export type ReasonCount = {
  reasonCode: string | null
  planId: string
  storeId: string
  begun: number
  cancelled: number
  kept: number
}

/** Leavings begun within days, by reason, plan and store; those given up for a later one of the same pass are not counted twice. */
export function readReasons(work: Work, { from, until }: Within): Promise<ReasonCount[]> {
  return work.send<ReasonCount>(sql`
    select reason_code, plan_id, store_id, count(*)::integer as begun,
           count(*) filter (where done_as = 'cancelled' and taken_back_at is null)::integer as cancelled,
           count(*) filter (where done_as = 'kept')::integer as kept
      from retention.leaving
     where merchant_id = ${work.merchantId} and at >= ${from} and at < ${until} and done_as is distinct from 'given_up'
     group by reason_code, plan_id, store_id`)
}

export type LeavingFact = Pick<
  Leaving,
  'memberId' | 'passId' | 'planId' | 'storeId' | 'reasonCode' | 'at' | 'doneAs' | 'takenBackAt'
> & { channel: Channel; refundCents: number }

/** The same leavings one by one, for what only other modules know of them. The latest hundred thousand. */
export function readLeavingFacts(work: Work, { from, until }: Within): Promise<LeavingFact[]> {
  return work.send<LeavingFact>(sql`
    select member_id, pass_id, plan_id, store_id, channel, reason_code, at, done_as, taken_back_at,
           coalesce(refund_cents, 0)::bigint as refund_cents
      from retention.leaving
     where merchant_id = ${work.merchantId} and at >= ${from} and at < ${until} and done_as is distinct from 'given_up'
     order by at desc limit 100000`)
}

export type SurveyedLeaving = LeavingFact & { id: string; flowVersion: number; answers: Answer[] }

/** Leavings of days that began under one of these versions, which had questions, and were asked them. The latest hundred thousand. */
export function readSurveyed(
  work: Work,
  { from, until }: Within,
  flowVersions: readonly number[],
): Promise<SurveyedLeaving[]> {
  return work.send<SurveyedLeaving>(sql`
    select id, member_id, pass_id, plan_id, store_id, channel, reason_code, at, done_as, taken_back_at, flow_version, answers,
           coalesce(refund_cents, 0)::bigint as refund_cents
      from retention.leaving
     where merchant_id = ${work.merchantId} and at >= ${from} and at < ${until} and done_as is distinct from 'given_up'
       and channel <> 'open' and flow_version = any(${[...flowVersions]}::integer[])
     order by at desc limit 100000`)
}

export type Followed = {
  memberId: string
  passId: string
  isHeldOut: boolean
  hadOffer: boolean
  /** When the member took an offer; null: none. */
  keptAt: Date | null
  at: Date
  costCents: number
  refundCents: number
  /** When the pass was cancelled for good after this leaving; null: it was not. */
  cancelledAt: Date | null
  /** What came back with that. */
  refundedThenCents: number
  /** When the member, called afterwards, complained; null: not. */
  complainedAt: Date | null
}

/**
 * The first leaving of each pass within days, with what became of the pass later: what is counted is people who stay, not clicks. A
 * cancellation for the end of a period counts from the day it was made, unless it was taken back.
 */
export function readFollowed(work: Work, { from, until }: Within): Promise<Followed[]> {
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
           (select min(o.accepted_at) from retention.made_offer o
              join retention.leaving l on l.merchant_id = ${merchantId} and l.id = o.leaving_id
             where o.merchant_id = ${merchantId} and l.pass_id = f.pass_id) as kept_at,
           coalesce((select sum(o.cost_cents) from retention.made_offer o
                      join retention.leaving l on l.merchant_id = ${merchantId} and l.id = o.leaving_id
                     where o.merchant_id = ${merchantId} and l.pass_id = f.pass_id and o.accepted_at is not null), 0)::bigint as cost_cents,
           coalesce((select sum(l.refund_cents) from retention.leaving l
                      where l.merchant_id = ${merchantId} and l.pass_id = f.pass_id), 0)::bigint as refund_cents,
           gone.at as cancelled_at, coalesce(gone.cents, 0)::bigint as refunded_then_cents,
           (select min(c.at) from retention.follow_up_call c
              join retention.leaving l on l.merchant_id = ${merchantId} and l.id = c.leaving_id
             where c.merchant_id = ${merchantId} and l.pass_id = f.pass_id and c.outcome = 'complains') as complained_at
      from first f
      left join lateral (
        select l.done_at as at, l.refund_cents as cents from retention.leaving l
         where l.merchant_id = ${merchantId} and l.pass_id = f.pass_id and l.done_as = 'cancelled' and l.taken_back_at is null
           and l.done_at >= f.at
         order by l.done_at limit 1) gone on true`)
}

export type AcceptedOffer = Pick<Offer, 'id' | 'terms' | 'costCents'> & {
  memberId: string
  passId: string
  acceptedAt: Date
}

/** Every offer that these members ever took, and of which pass it kept them. */
export function readAcceptedOffers(work: Work, memberIds: readonly string[]): Promise<AcceptedOffer[]> {
  return work.send<AcceptedOffer>(sql`
    select o.id, o.terms, o.cost_cents, o.accepted_at, o.member_id, l.pass_id
      from retention.made_offer o
      join retention.leaving l on l.merchant_id = ${work.merchantId} and l.id = o.leaving_id
     where o.merchant_id = ${work.merchantId} and o.member_id = any(${[...memberIds]}::uuid[]) and o.accepted_at is not null`)
}
