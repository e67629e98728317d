import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import {
  insertClaims,
  lockPaymentRows,
  readClaimsAndRefunds,
  readOpenPayments,
  readUsablePayments,
} from './claim-queries.ts'
import { type Claim, type PaymentFacts, refundPlans } from './claim-rules.ts'
import type { PaymentPurpose, PaymentState } from './payment-rules.ts'
import { insertRefunds } from './refund-queries.ts'

/** The sweep that asks providers again: run by `PaymentRunner`, never inside its own transaction. */
export const paymentsDueKind = 'payments.ask'

/**
 * Locks a batch's payments, by id, and reads what `claimPlan` and `refundPlan` decide on. Payments stand after the sale and
 * before stock in the order of locks; callbacks and the worker lock nothing else. Unknown ids are absent from the map.
 */
export async function lockPayments(work: Work, paymentIds: readonly string[]): Promise<Map<string, PaymentFacts>> {
  if (paymentIds.length === 0) return new Map()
  const [rows, held] = await Promise.all([lockPaymentRows(work, paymentIds), readClaimsAndRefunds(work, paymentIds)])
  const heldOf = new Map(held.map((row) => [row.paymentId, row]))
  return new Map(
    rows.map((row) => {
      const { saleId = null, tenderId = null, refundedCents = 0 } = heldOf.get(row.id) ?? {}
      return [row.id, { ...row, refundedCents, claimedBy: saleId && tenderId ? { saleId, tenderId } : null }]
    }),
  )
}

/** Writes claims that `claimPlan` made on locked payments, set-wise. The primary key is the net: a payment is taken once. */
export async function claimPayments(work: Work, claims: readonly Claim[]): Promise<void> {
  if (claims.length > 0) await insertClaims(work, claims)
}

/**
 * Asks for money back in the transaction of its cause: a pending row each, which the worker takes to the provider after the
 * commit. Locks the payments. Refuses what is not confirmed and more than is left (Σ refunds ≤ amount).
 *
 * `refundId` is the refund of the sale or top-up, or the payout of the card; the same refund asks a payment once. Its outcome is told by the events
 * `payment.refunded` and `payment.refund_failed`.
 */
export async function requestPaymentRefunds(
  work: Work,
  wishes: readonly { paymentId: string; refundId: string; amountCents: number }[],
  cause: 'sale_refund' | 'top_up_refund' | 'gift_card_payout' = 'sale_refund',
): Promise<void> {
  if (wishes.length === 0) return
  const payments = await lockPayments(
    work,
    wishes.map(({ paymentId }) => paymentId),
  )
  const plans = accept(refundPlans(payments, wishes))
  const rows = plans.map((plan) => ({ ...plan, id: newId(work.at.getTime()), cause }))
  await Promise.all([insertRefunds(work, rows), noteDue(work, paymentsDueKind, work.at)])
}

export type OpenPayment = {
  id: string
  purpose: PaymentPurpose
  saleId: string
  amountCents: number
  state: PaymentState
  createdAt: Date
}

/** Payments whose outcome is not known yet: while there are any, a shift or a day cannot close. */
export function openPaymentsOf(
  work: Work,
  place: { storeId: string } | { deviceId: string } | { shiftId: string },
): Promise<OpenPayment[]> {
  return readOpenPayments(work, place)
}

/**
 * Payments that a record which is not booked yet can still come to: running ones, and those that are paid and taken by nobody. A
 * till that was cut off between both finds its money again. Locks nothing.
 */
export function usablePaymentsOf(work: Work, place: { storeId: string; saleId: string }): Promise<OpenPayment[]> {
  return readUsablePayments(work, place)
}
