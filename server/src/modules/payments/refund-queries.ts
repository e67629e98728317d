import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { PaymentRefundState, RefundCause, RefundStep } from './payment-rules.ts'

export type NewRefund = {
  id: string
  paymentId: string
  refundId: string | null
  cause: RefundCause
  amountCents: number
}

/** Rows of money that is to go back, due at once. Their payments are locked. */
export async function insertRefunds(work: Work, refunds: readonly NewRefund[]): Promise<void> {
  const rows = refunds.map(({ id, paymentId, refundId, cause, amountCents }) => ({
    id,
    payment_id: paymentId,
    refund_id: refundId,
    cause,
    amount_cents: amountCents,
  }))
  await work.send(sql`
    insert into payments.payment_refund (merchant_id, id, payment_id, refund_id, cause, amount_cents, state, created_at,
           changed_at, next_at)
    select ${work.merchantId}, r.id, r.payment_id, r.refund_id, r.cause, r.amount_cents, 'pending', ${work.at}, ${work.at},
           ${work.at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, payment_id uuid, refund_id uuid, cause text, amount_cents bigint)`)
}

export type RefundRow = {
  id: string
  paymentId: string
  refundId: string | null
  cause: RefundCause
  amountCents: number
  state: PaymentRefundState
  askedCount: number
  createdAt: Date
}

export async function readRefund(work: Work, id: string, lock = false): Promise<RefundRow | undefined> {
  const [row] = await work.send<RefundRow>(sql`
    select id, payment_id, refund_id, cause, amount_cents, state, asked_count, created_at from payments.payment_refund
     where merchant_id = ${work.merchantId} and id = ${id} ${lock ? sql`for update` : sql``}`)
  return row
}

/** Takes refunds that are due for this process, until `leasedUntil`. */
export function leaseDueRefunds(work: Work, leasedUntil: Date, limit: number) {
  return work.send<{ id: string }>(sql`
    update payments.payment_refund r set leased_until = ${leasedUntil}
     where r.merchant_id = ${work.merchantId} and r.id in (
           select d.id from payments.payment_refund d
            where d.merchant_id = ${work.merchantId} and d.next_at <= ${work.at}
              and (d.leased_until is null or d.leased_until <= ${work.at})
            order by d.next_at limit ${limit} for update skip locked)
    returning r.id`)
}

/** Writes a step of a locked refund. `asked` counts the question that led to it. */
export async function updateRefund(
  work: Work,
  refund: RefundRow,
  step: RefundStep & { providerNo: string | null; isAsked: boolean },
): Promise<void> {
  await work.send(sql`
    update payments.payment_refund
       set state = ${step.to}, reason = ${step.reason}, next_at = ${step.nextAt}, leased_until = null,
           provider_no = coalesce(${step.providerNo}::text, provider_no), changed_at = ${work.at},
           asked_count = asked_count + ${step.isAsked ? 1 : 0}
     where merchant_id = ${work.merchantId} and id = ${refund.id} and state = ${refund.state}`)
}
