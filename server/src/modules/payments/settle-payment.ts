import { refuseForeignStore } from '#platform/actor.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { lockPayments, paymentsDueKind } from './claim-payments.ts'
import { refundPlan } from './claim-rules.ts'
import { addRefundEvent, type PaymentRow, readPayment, updatePayment } from './payment-queries.ts'
import { openStates } from './payment-rules.ts'
import { insertRefunds, readRefund, updateRefund } from './refund-queries.ts'
import { asItStands } from './step-payment.ts'

async function lockOwn(work: Work, paymentId: string): Promise<PaymentRow> {
  const payment = await readPayment(work, paymentId, true)
  if (!payment) throw new Refused('payment_not_found', { paymentId })
  accept(refuseForeignStore(work.actor, payment.storeId))
  return payment
}

/** Makes a payment due now: `PaymentRunner.ask` then does. Refuses one that is settled for good. */
export async function askAgain(work: Work, paymentId: string): Promise<void> {
  const payment = await lockOwn(work, paymentId)
  if (payment.state === 'confirmed') throw new Refused('payment_settled', { paymentId, state: payment.state })
  await makeDue(work, payment, payment.expiresAt, null)
}

/**
 * Ends the customer's time to pay: the provider is asked one last time and the payment is called off right after. What was
 * paid by then stands, and the caller sees it so. One that was never sent is cancelled at once.
 */
export async function callOff(work: Work, paymentId: string): Promise<void> {
  const payment = await lockOwn(work, paymentId)
  if (!openStates.includes(payment.state)) throw new Refused('payment_settled', { paymentId, state: payment.state })
  if (payment.state === 'created') {
    const change = {
      ...asItStands(payment),
      to: 'cancelled' as const,
      reason: 'called_off',
      nextAt: null,
      leasedUntil: null,
    }
    await updatePayment(work, payment, change, { kind: 'cancel_wanted', detail: {} })
    return
  }
  await makeDue(work, payment, work.at < payment.expiresAt ? work.at : payment.expiresAt, 'cancel_wanted')
}

async function makeDue(work: Work, payment: PaymentRow, expiresAt: Date, kind: string | null): Promise<void> {
  const { state: to, reason, leasedUntil } = payment
  const change = { ...asItStands(payment), to, reason, nextAt: work.at, leasedUntil, expiresAt }
  await updatePayment(work, payment, change, kind ? { kind, detail: {} } : null)
  await noteDue(work, paymentsDueKind, work.at)
}

/**
 * A person closes a payment that its provider will not tell about, e.g. with an account that no longer opens. It counts as
 * cancelled; should it turn out to be paid, the money goes back by itself. Refuses while it is still being called off.
 */
export async function writeOff(work: Work, paymentId: string, reason: string): Promise<void> {
  const payment = await lockOwn(work, paymentId)
  if (payment.state !== 'unknown' || !payment.cancelAskedAt) throw new Refused('payment_not_unknown', { paymentId })
  const nextAt = new Date(work.at.getTime() + 3_600_000)
  const change = { ...asItStands(payment), to: 'cancelled' as const, reason: 'written_off', nextAt, leasedUntil: null }
  await updatePayment(work, payment, change, { kind: 'written_off', detail: {} })
  await noteDue(work, paymentsDueKind, nextAt)
  const changes = {
    state: [payment.state, 'cancelled'] as const,
    amountCents: [payment.amountCents, payment.amountCents] as const,
  }
  work.audit({ action: 'payments.write_off', subject: { kind: 'payment', id: paymentId }, changes, reason })
}

/** Gives back a payment that no sale took. Locks it: a sale that takes it at the same moment and this exclude each other. */
export async function refundOrphan(
  work: Work,
  input: { paymentRefundId: string; paymentId: string; reason: string },
): Promise<{ amountCents: number }> {
  const { paymentRefundId, paymentId, reason } = input
  const { storeId } = await lockOwn(work, paymentId)
  const payments = await lockPayments(work, [paymentId])
  const payment = payments.get(paymentId)!
  if (payment.claimedBy) throw new Refused('payment_claimed', { paymentId, saleId: payment.claimedBy.saleId })
  const { amountCents } = accept(refundPlan(payments, { paymentId, refundId: null, amountCents: payment.amountCents }))
  await insertRefunds(work, [{ id: paymentRefundId, paymentId, refundId: null, cause: 'orphan', amountCents }])
  await noteDue(work, paymentsDueKind, work.at)
  await addRefundEvent(work, paymentId, {
    kind: 'refund_asked',
    refundId: paymentRefundId,
    fromState: 'confirmed',
    toState: 'pending',
    detail: { amountCents },
  })
  const changes = { amountCents: [null, amountCents] as const, storeId: [null, storeId] as const }
  work.audit({ action: 'payments.refund', subject: { kind: 'payment', id: paymentId }, changes, reason })
  return { amountCents }
}

/** Tries a refund again that the provider refused, under its own number: it can never be paid twice. */
export async function retryRefund(work: Work, paymentRefundId: string): Promise<{ paymentId: string }> {
  const known = await readRefund(work, paymentRefundId)
  if (!known) throw new Refused('payment_refund_not_found')
  const { paymentId, amountCents, refundId, cause } = known
  await lockOwn(work, paymentId)
  const payments = await lockPayments(work, [paymentId])
  const refund = (await readRefund(work, paymentRefundId, true))!
  if (refund.state !== 'failed') throw new Refused('payment_refund_settled', { state: refund.state })
  accept(refundPlan(payments, { paymentId, refundId, amountCents }))
  await updateRefund(work, refund, { to: 'pending', reason: null, nextAt: work.at, providerNo: null, isAsked: false })
  await noteDue(work, paymentsDueKind, work.at)
  await addRefundEvent(work, paymentId, {
    kind: 'refund_asked',
    refundId: paymentRefundId,
    fromState: 'failed',
    toState: 'pending',
    detail: { amountCents, cause },
  })
  work.audit({ action: 'payments.retry_refund', subject: { kind: 'payment', id: paymentId } })
  return { paymentId }
}
