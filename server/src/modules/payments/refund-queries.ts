import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { RefundCause } from './payment-rules.ts'

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
    insert into payments.refund (merchant_id, id, payment_id, refund_id, cause, amount_cents, state, created_at, changed_at,
           next_at)
    select ${work.merchantId}, r.id, r.payment_id, r.refund_id, r.cause, r.amount_cents, 'pending', ${work.at}, ${work.at},
           ${work.at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, payment_id uuid, refund_id uuid, cause text, amount_cents bigint)`)
}
