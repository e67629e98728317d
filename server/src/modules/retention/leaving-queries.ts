import { sql } from 'kysely'
import type { CancelTime } from '#modules/passes/cancel-rules.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import type { Answer, OfferKind, OfferTerms } from './flow-types.ts'
import type { LeavingQuote } from './leaving-quote.ts'

/** `open`: signed out, known by card number and a code to the phone. */
export type Channel = 'portal' | 'open' | 'counter' | 'phone'

/** The member's own yes where staff did it: a code from the phone, or why there was none. */
export type ConfirmedAs = 'code' | 'no_phone' | 'phone_lost' | 'no_signal'
export type ProofKind = 'member_code' | 'card' | 'id_document' | 'call_back'

export type Leaving = {
  id: string
  memberId: string
  passId: string
  planId: string
  storeId: string
  flowVersion: number
  lawPack: string
  channel: Channel
  proofKind: ProofKind | null
  proofTail: string | null
  staffId: string | null
  reasonCode: string | null
  note: string
  isHeldOut: boolean
  at: Date
  confirmedAt: Date | null
  confirmedAs: ConfirmedAs | null
  doneAs: 'kept' | 'cancelled' | 'given_up' | null
  doneAt: Date | null
  time: CancelTime | null
  lastDay: string | null
  refundCents: number | null
  refundId: string | null
  toHandOverCents: number
  handedOverAt: Date | null
  quote: LeavingQuote | null
  receiptNumber: string | null
  takenBackAt: Date | null
  answers: Answer[]
  answeredAt: Date | null
}

/** Of the table as `l`. */
export const leavingColumns = sql`l.id, l.member_id, l.pass_id, l.plan_id, l.store_id, l.flow_version, l.law_pack, l.channel, l.proof_kind, l.proof_tail,
  l.staff_id, l.reason_code, l.note, l.is_held_out, l.at, l.done_as, l.done_at, l.time, l.last_day, l.refund_cents, l.refund_id,
  l.to_hand_over_cents, l.handed_over_at, l.quote, l.receipt_number, l.taken_back_at, l.confirmed_at, l.confirmed_as, l.answers, l.answered_at`

export type NewLeaving = Pick<
  Leaving,
  | (
      | 'id'
      | 'memberId'
      | 'passId'
      | 'planId'
      | 'storeId'
      | 'flowVersion'
      | 'lawPack'
      | 'channel'
      | 'proofKind'
      | 'proofTail'
    )
  | ('staffId' | 'reasonCode' | 'note' | 'isHeldOut')
>

/**
 * Begins a leaving; one of the same pass that was left open is given up for it. Of two phones that begin at once the later one waits, finds
 * the other's and gives that up.
 */
export async function insertLeaving(work: Work, row: NewLeaving): Promise<void> {
  const { merchantId, at } = work
  for (let tries = 0; tries < 3; tries++) {
    await work.send(sql`
      update retention.leaving set done_as = 'given_up', done_at = ${at}
       where merchant_id = ${merchantId} and pass_id = ${row.passId} and done_as is null`)
    if (await insertIfFree(work, row)) return
  }
  throw new Refused('leaving_done', { doneAs: 'given_up' })
}

async function insertIfFree(work: Work, row: NewLeaving): Promise<boolean> {
  const { merchantId, at } = work
  const rows = await work.send(sql`
    insert into retention.leaving (merchant_id, id, member_id, pass_id, plan_id, store_id, flow_version, law_pack, channel, proof_kind,
           proof_tail, staff_id, reason_code, note, is_held_out, at)
    values (${merchantId}, ${row.id}, ${row.memberId}, ${row.passId}, ${row.planId}, ${row.storeId}, ${row.flowVersion},
           ${row.lawPack}, ${row.channel}, ${row.proofKind}, ${row.proofTail}, ${row.staffId}, ${row.reasonCode}, ${row.note},
           ${row.isHeldOut}, ${at})
    on conflict do nothing returning id`)
  return rows.length > 0
}

/** Locks one leaving and reads it; undefined where there is none. */
export async function lockLeaving(work: Work, id: string): Promise<Leaving | undefined> {
  const [row] = await work.send<Leaving>(sql`
    select ${leavingColumns} from retention.leaving l where l.merchant_id = ${work.merchantId} and l.id = ${id} for update`)
  return row
}

export async function readLeaving(work: Work, id: string): Promise<Leaving | undefined> {
  const [row] = await work.send<Leaving>(sql`
    select ${leavingColumns} from retention.leaving l where l.merchant_id = ${work.merchantId} and l.id = ${id}`)
  return row
}

/** The open or executed leaving of each of these passes, the latest. */
export function readLeavingsOf(work: Work, memberId: string): Promise<Leaving[]> {
  return work.send<Leaving>(sql`
    select ${leavingColumns} from retention.leaving l
     where l.merchant_id = ${work.merchantId} and l.member_id = ${memberId} order by l.at desc, l.id desc limit 100`)
}

export async function setReason(
  work: Work,
  { id, reasonCode, note }: Pick<Leaving, 'id' | 'reasonCode' | 'note'>,
): Promise<void> {
  await work.send(sql`
    update retention.leaving set reason_code = ${reasonCode}, note = ${note}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

/** What was answered to the flow's questions, in place of what was answered before. */
export async function writeAnswers(work: Work, id: string, answers: readonly Answer[]): Promise<void> {
  await work.send(sql`
    update retention.leaving set answers = ${JSON.stringify(answers)}::jsonb, answered_at = ${work.at}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function endLeaving(work: Work, id: string, doneAs: 'kept' | 'given_up'): Promise<void> {
  await work.send(sql`
    update retention.leaving set done_as = ${doneAs}, done_at = ${work.at}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function writeCancelled(
  work: Work,
  id: string,
  done: {
    quote: LeavingQuote
    receiptNumber: string
    refundId: string | null
    toHandOverCents: number
  },
): Promise<void> {
  const { quote } = done
  await work.send(sql`
    update retention.leaving
       set done_as = 'cancelled', done_at = ${work.at}, time = ${quote.time}, last_day = ${quote.lastDay},
           refund_cents = ${quote.refundCents}, refund_id = ${done.refundId}, to_hand_over_cents = ${done.toHandOverCents},
           quote = ${JSON.stringify(quote)}::jsonb, receipt_number = ${done.receiptNumber}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function writeConfirmed(work: Work, id: string, as: ConfirmedAs): Promise<void> {
  await work.send(sql`
    update retention.leaving set confirmed_at = ${work.at}, confirmed_as = ${as}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

/** Cash of a pass that was exchanged for a smaller one, waiting for somebody to count it out. */
export async function writeToHandOver(work: Work, id: string, cents: number): Promise<void> {
  await work.send(sql`
    update retention.leaving set to_hand_over_cents = ${cents} where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function writeHandedOver(work: Work, id: string, by: string | null): Promise<void> {
  await work.send(sql`
    update retention.leaving set handed_over_at = ${work.at}, handed_over_by = ${by}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export type Offer = {
  id: string
  leavingId: string
  place: 'main' | 'fallback'
  code: string
  kind: OfferKind
  terms: OfferTerms
  costCents: number
  madeAt: Date
  endsAt: Date
  acceptedAt: Date | null
}

const offerColumns = sql`o.id, o.leaving_id, o.place, o.code, o.kind, o.terms, o.cost_cents, o.made_at, o.ends_at, o.accepted_at`

export async function insertOffers(
  work: Work,
  memberId: string,
  offers: readonly Omit<Offer, 'acceptedAt' | 'madeAt' | 'kind'>[],
): Promise<void> {
  await Promise.all(
    offers.map((offer) =>
      work.send(sql`
        insert into retention.made_offer (merchant_id, id, leaving_id, member_id, place, code, kind, terms, cost_cents, made_at, ends_at)
        values (${work.merchantId}, ${offer.id}, ${offer.leavingId}, ${memberId}, ${offer.place}, ${offer.code},
               ${offer.terms.kind}, ${JSON.stringify(offer.terms)}::jsonb, ${offer.costCents}, ${work.at}, ${offer.endsAt})
        on conflict (merchant_id, leaving_id, place) do nothing`),
    ),
  )
}

export function readOffers(work: Work, leavingIds: readonly string[]): Promise<Offer[]> {
  return work.send<Offer>(sql`
    select ${offerColumns}
      from unnest(${[...leavingIds]}::uuid[]) as asked(id)
      join retention.made_offer o on o.merchant_id = ${work.merchantId} and o.leaving_id = asked.id
     order by o.place desc`)
}

export async function acceptOfferRow(work: Work, id: string): Promise<void> {
  await work.send(sql`
    update retention.made_offer set accepted_at = ${work.at} where merchant_id = ${work.merchantId} and id = ${id}`)
}

/** Takes an offer's cost from its month, in one statement; false where the budget does not hold it. */
export async function takeBudget(
  work: Work,
  { code, costCents, budgetCents, month }: { code: string; costCents: number; budgetCents: number; month: string },
): Promise<boolean> {
  if (costCents > budgetCents) return false
  const rows = await work.send(sql`
    insert into retention.offer_spend as s (merchant_id, code, month, spent_cents)
    values (${work.merchantId}, ${code}, ${month}, ${costCents})
    on conflict (merchant_id, code, month) do update set spent_cents = s.spent_cents + excluded.spent_cents
     where s.spent_cents + excluded.spent_cents <= ${budgetCents}
    returning s.spent_cents`)
  return rows.length > 0
}

export async function readSpent(work: Work, month: string): Promise<Map<string, number>> {
  const rows = await work.send<{ code: string; spentCents: number }>(sql`
    select code, spent_cents from retention.offer_spend where merchant_id = ${work.merchantId} and month = ${month}`)
  return new Map(rows.map(({ code, spentCents }) => [code, spentCents]))
}

export type TakenOffer = { memberId: string; kind: OfferKind; acceptedAt: Date }

/** The offers that these people ever took. */
export function readPast(work: Work, memberIds: readonly string[]): Promise<TakenOffer[]> {
  return work.send<TakenOffer>(sql`
    select o.member_id, o.kind, o.accepted_at
      from retention.made_offer o
     where o.merchant_id = ${work.merchantId} and o.member_id = any(${[...memberIds]}::uuid[]) and o.accepted_at is not null`)
}

/**
 * What was cancelled of a pass until then counts no more, whichever way it came back: nobody calls about it, no coupon has to win
 * anybody back. Once.
 */
export async function markTakenBack(work: Work, passId: string, until: Date = work.at): Promise<void> {
  const { merchantId, at } = work
  await work.send(sql`
    with back as (
      update retention.leaving set taken_back_at = ${at}
       where merchant_id = ${merchantId} and pass_id = ${passId} and done_as = 'cancelled' and done_at <= ${until}
         and taken_back_at is null
      returning id
    )
    update retention.follow_up set outcome = 'comes_back', done_at = ${at}
     where merchant_id = ${merchantId} and leaving_id in (select id from back) and kind in ('call_back', 'win_back') and done_at is null`)
}
