import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { listPayments } from './list-queries.ts'
import type { PaymentProvider, PaymentRefundState, PaymentState } from './payment-rules.ts'

/** How a payment stands, for whoever waits for it. */
export type PaymentProgress = {
  provider: PaymentProvider
  state: PaymentState
  /** Paid after it had been given up: it goes back by itself. */
  isLate: boolean
  /** The provider's page for the customer's own phone, as long as it can be paid there. */
  payUrl: string | null
  expiresAt: Date
  /** Whether the money is on its way back, and how far; null: nothing goes back. */
  refundState: PaymentRefundState | null
}

/** How a payment that the caller knows of stands now. Locks nothing. */
export async function paymentProgress(work: Work, paymentId: string): Promise<PaymentProgress> {
  const [row] = await listPayments(work, { storeIds: null, paymentId }, { before: null, limit: 1 })
  assert(row, 'whoever knows a payment knows one that is there')
  const { provider, state, isLate, qrText, mode, expiresAt, refunds, cancelAskedAt } = row
  const isOpen = state === 'pending' && expiresAt > work.at && cancelAskedAt === null
  const payUrl = mode === 'link' && isOpen ? qrText : null
  return { provider, state, isLate, payUrl, expiresAt, refundState: refunds.at(-1)?.state ?? null }
}
