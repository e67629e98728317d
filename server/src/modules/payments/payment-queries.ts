import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { CardFacts, PaymentMode, PaymentProvider, PaymentPurpose, PaymentState } from './payment-rules.ts'

export type PaymentRow = {
  id: string
  accountId: string
  provider: PaymentProvider
  mode: PaymentMode
  storeId: string
  deviceId: string | null
  shiftId: string | null
  cashierId: string | null
  purpose: PaymentPurpose
  saleId: string
  amountCents: number
  currency: string
  state: PaymentState
  reason: string | null
  providerNo: string | null
  qrText: string | null
  cardBrand: string | null
  cardLast4: string | null
  authCode: string | null
  createdAt: Date
  sentAt: Date | null
  expiresAt: Date
  cancelAskedAt: Date | null
  confirmedAt: Date | null
  isLate: boolean
  nextAt: Date | null
  leasedUntil: Date | null
}

export const paymentColumns = sql`p.id, p.account_id, p.provider, p.mode, p.store_id, p.device_id, p.shift_id, p.cashier_id,
  p.purpose, p.sale_id, p.amount_cents, p.currency, p.state, p.reason, p.provider_no, p.qr_text, p.card_brand, p.card_last4, p.auth_code,
  p.created_at, p.sent_at, p.expires_at, p.cancel_asked_at, p.confirmed_at, p.is_late, p.next_at, p.leased_until`

export type NewPayment = Pick<
  PaymentRow,
  | 'id'
  | 'accountId'
  | 'provider'
  | 'mode'
  | 'storeId'
  | 'deviceId'
  | 'shiftId'
  | 'purpose'
  | 'saleId'
  | 'amountCents'
  | 'currency'
> & { expiresAt: Date; nextAt: Date }

export async function insertPayment(work: Work, payment: NewPayment): Promise<void> {
  const { id, accountId, provider, mode, storeId, deviceId, shiftId, purpose, saleId, amountCents, currency } = payment
  await Promise.all([
    work.send(sql`
      insert into payments.payment (merchant_id, id, account_id, provider, mode, store_id, device_id, shift_id, cashier_id,
             purpose, sale_id, amount_cents, currency, state, created_at, expires_at, changed_at, last_event_no, next_at)
      values (${work.merchantId}, ${id}, ${accountId}, ${provider}, ${mode}, ${storeId}, ${deviceId}, ${shiftId},
              ${actorId(work.actor)}, ${purpose}, ${saleId}, ${amountCents}, ${currency}, 'created', ${work.at},
              ${payment.expiresAt}, ${work.at}, 1, ${payment.nextAt})`),
    work.send(sql`
      insert into payments.payment_event (merchant_id, payment_id, event_no, at, kind, from_state, to_state, actor_id, detail)
      values (${work.merchantId}, ${id}, 1, ${work.at}, 'started', null, 'created', ${actorId(work.actor)}, '{}')`),
  ])
}

/** A running payment of the sale, given-up ones apart. */
export async function readRunningPayment(work: Work, saleId: string): Promise<{ id: string } | undefined> {
  const [row] = await work.send<{ id: string }>(sql`
    select id from payments.payment
     where merchant_id = ${work.merchantId} and sale_id = ${saleId} and cancel_asked_at is null
       and state in ('created', 'sent', 'pending', 'unknown')`)
  return row
}

export async function readPayment(work: Work, paymentId: string, lock = false): Promise<PaymentRow | undefined> {
  const [row] = await work.send<PaymentRow>(sql`
    select ${paymentColumns} from payments.payment p
     where p.merchant_id = ${work.merchantId} and p.id = ${paymentId} ${lock ? sql`for update` : sql``}`)
  return row
}

export type PaymentChange = {
  to: PaymentState
  reason: string | null
  nextAt: Date | null
  leasedUntil: Date | null
  isLate: boolean
  providerNo: string | null
  qrText: string | null
  card: CardFacts | null
  sentAt: Date | null
  cancelAskedAt: Date | null
  confirmedAt: Date | null
  expiresAt: Date
}

/** What is written into the history of a payment; null: the step is no news, e.g. one more "still paying". */
export type NewPaymentEvent = { kind: string; detail: Record<string, unknown> } | null

/** Writes a step of a locked payment, only if it is still in the state that the step was decided on, and its history. */
export async function updatePayment(
  work: Work,
  payment: PaymentRow,
  change: PaymentChange,
  event: NewPaymentEvent,
): Promise<boolean> {
  const { card } = change
  const rows = await work.send<{ lastEventNo: number }>(sql`
    update payments.payment
       set state = ${change.to}, reason = ${change.reason}, next_at = ${change.nextAt}, leased_until = ${change.leasedUntil},
           is_late = ${change.isLate}, provider_no = coalesce(${change.providerNo}::text, provider_no),
           qr_text = coalesce(${change.qrText}::text, qr_text), card_brand = coalesce(${card?.brand ?? null}::text, card_brand),
           card_last4 = coalesce(${card?.last4 ?? null}::text, card_last4),
           auth_code = coalesce(${card?.authCode ?? null}::text, auth_code), sent_at = ${change.sentAt},
           cancel_asked_at = ${change.cancelAskedAt}, confirmed_at = ${change.confirmedAt}, expires_at = ${change.expiresAt},
           changed_at = ${work.at}, asked_count = asked_count + 1, last_event_no = last_event_no + ${event ? 1 : 0}
     where merchant_id = ${work.merchantId} and id = ${payment.id} and state = ${payment.state}
    returning last_event_no`)
  if (rows.length === 0) return false
  if (event) {
    await insertEvent(work, {
      paymentId: payment.id,
      eventNo: rows[0]!.lastEventNo,
      fromState: payment.state,
      toState: change.to,
      refundId: null,
      ...event,
    })
  }
  return true
}

type EventRow = {
  paymentId: string
  eventNo: number
  kind: string
  fromState: string | null
  toState: string
  refundId: string | null
  detail: Record<string, unknown>
}

async function insertEvent(work: Work, event: EventRow): Promise<void> {
  await work.send(sql`
    insert into payments.payment_event (merchant_id, payment_id, event_no, at, kind, from_state, to_state, refund_id, actor_id,
           detail)
    values (${work.merchantId}, ${event.paymentId}, ${event.eventNo}, ${work.at}, ${event.kind}, ${event.fromState},
           ${event.toState}, ${event.refundId}, ${actorId(work.actor)}, ${JSON.stringify(event.detail)}::jsonb)`)
}

/** One line of a refund's story in its payment's history. */
export async function addRefundEvent(
  work: Work,
  paymentId: string,
  event: { kind: string; refundId: string; fromState: string; toState: string; detail: Record<string, unknown> },
): Promise<void> {
  const [row] = await work.send<{ lastEventNo: number }>(sql`
    update payments.payment set last_event_no = last_event_no + 1
     where merchant_id = ${work.merchantId} and id = ${paymentId} returning last_event_no`)
  if (row) await insertEvent(work, { paymentId, eventNo: row.lastEventNo, ...event })
}

/** Takes payments that are due for this process, until `leasedUntil`. */
export function leaseDuePayments(work: Work, leasedUntil: Date, limit: number, id: string | null = null) {
  return work.send<{ id: string }>(sql`
    update payments.payment p set leased_until = ${leasedUntil}
     where p.merchant_id = ${work.merchantId} and p.id in (
           select d.id from payments.payment d
            where d.merchant_id = ${work.merchantId} and d.next_at <= ${work.at}
              and (d.leased_until is null or d.leased_until <= ${work.at}) and (${id}::uuid is null or d.id = ${id}::uuid)
            order by d.next_at limit ${limit} for update skip locked)
    returning p.id`)
}

/** When the next payment or refund of the merchant is due; null: nothing is. */
export async function nextDueAt(work: Work): Promise<Date | null> {
  const [row] = await work.send<{ at: Date | null }>(sql`
    select least(
      (select min(greatest(next_at, coalesce(leased_until, next_at))) from payments.payment
        where merchant_id = ${work.merchantId} and next_at is not null),
      (select min(greatest(next_at, coalesce(leased_until, next_at))) from payments.payment_refund
        where merchant_id = ${work.merchantId} and next_at is not null)) as at`)
  return row!.at
}

export type HistoryRow = {
  eventNo: number
  at: Date
  kind: string
  fromState: string | null
  toState: string
  refundId: string | null
  actorId: string | null
  detail: Record<string, unknown>
}

export function readHistory(work: Work, paymentId: string): Promise<HistoryRow[]> {
  return work.send<HistoryRow>(sql`
    select event_no, at, kind, from_state, to_state, refund_id, actor_id, detail from payments.payment_event
     where merchant_id = ${work.merchantId} and payment_id = ${paymentId} order by event_no`)
}
