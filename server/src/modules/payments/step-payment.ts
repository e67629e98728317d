import { noteDue } from '#platform/due-work.ts'
import { paymentOutcomes } from '#platform/metrics.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { paymentsDueKind } from './claim-payments.ts'
import { type NewPaymentEvent, type PaymentRow, readPayment, updatePayment } from './payment-queries.ts'
import { type Asked, openStates, type PaymentAnswer, type Step, stepAfter } from './payment-rules.ts'
import { insertRefunds } from './refund-queries.ts'

/** Longer than the two calls that one visit may make, each of ten seconds. */
export const leaseMs = 30_000

/** The row as it stands, for `updatePayment`: a step names what it changes. */
export function asItStands(payment: PaymentRow) {
  const { isLate, sentAt, cancelAskedAt, confirmedAt, expiresAt } = payment
  return { isLate, sentAt, cancelAskedAt, confirmedAt, expiresAt, providerNo: null, qrText: null, card: null }
}

/** From `created` to `sent`, committed before anything leaves; false when somebody else did, or it was called off. */
export async function markSent(work: Work, paymentId: string): Promise<PaymentRow | null> {
  const payment = await readPayment(work, paymentId, true)
  if (payment?.state !== 'created') return null
  const leasedUntil = new Date(work.at.getTime() + leaseMs)
  const change = { ...asItStands(payment), to: 'sent' as const, reason: null, nextAt: leasedUntil, leasedUntil }
  await updatePayment(work, payment, { ...change, sentAt: work.at }, { kind: 'sent', detail: {} })
  await noteDue(work, paymentsDueKind, leasedUntil)
  return payment
}

/**
 * Records what a provider said: the next state, its history, its events, and for money that came too late the refund, all in
 * one transaction. Locks the payment.
 *
 * Returns true when the payment is to be called off right now: that intention is committed with the step.
 */
export async function recordAnswer(
  work: Work,
  paymentId: string,
  asked: Asked,
  answer: PaymentAnswer,
): Promise<boolean> {
  const payment = await readPayment(work, paymentId, true)
  if (!payment) return false
  const step = stepAfter(payment, asked, answer, work.at)
  if (!step) {
    // Old news. A notice changes nothing; whoever asked lets go of the payment.
    if (asked !== 'notice') await letGo(work, payment)
    return false
  }
  await writeStep(work, payment, step, asked, answer)
  return step.cancelNow === true
}

async function letGo(work: Work, payment: PaymentRow): Promise<void> {
  const isOver = payment.state === 'confirmed'
  const nextAt = isOver ? null : new Date(work.at.getTime() + 3_600_000)
  const { state: to, reason } = payment
  await updatePayment(work, payment, { ...asItStands(payment), to, reason, nextAt, leasedUntil: null }, null)
  if (nextAt) await noteDue(work, paymentsDueKind, nextAt)
}

async function writeStep(work: Work, payment: PaymentRow, step: Step, asked: Asked, answer: PaymentAnswer) {
  const { to, reason, isLate = payment.isLate } = step
  const nextAt = step.cancelNow ? new Date(work.at.getTime() + leaseMs) : step.nextAt
  const change = {
    ...asItStands(payment),
    to,
    reason: reason ?? (to === payment.state ? payment.reason : null),
    nextAt,
    // Still ours while we call it off; a notice does not end the visit of whoever is asking.
    leasedUntil: step.cancelNow ? nextAt : asked === 'notice' ? payment.leasedUntil : null,
    isLate,
    providerNo: answer.kind === 'paid' ? answer.providerNo : null,
    card: answer.kind === 'paid' ? (answer.card ?? null) : null,
    qrText: answer.kind === 'waiting' ? (answer.qrText ?? null) : null,
    cancelAskedAt: payment.cancelAskedAt ?? (step.cancelNow ? work.at : null),
    confirmedAt: to === 'confirmed' ? work.at : payment.confirmedAt,
  }
  await updatePayment(work, payment, change, eventOf(payment, step, asked))
  if (step.isLate) await giveBackLate(work, payment)
  if (nextAt) await noteDue(work, paymentsDueKind, nextAt)
  tell(work, payment, step)
}

function eventOf(payment: PaymentRow, step: Step, asked: Asked): NewPaymentEvent {
  const isNews = step.to !== payment.state || step.cancelNow || (step.reason ?? payment.reason) !== payment.reason
  if (!isNews) return null
  const kind = step.isLate ? 'late' : step.cancelNow ? 'cancel_asked' : asked
  return { kind, detail: step.reason ? { reason: step.reason } : {} }
}

async function giveBackLate(work: Work, { id: paymentId, amountCents }: PaymentRow): Promise<void> {
  const refund = { id: newId(work.at.getTime()), paymentId, refundId: null, cause: 'late' as const, amountCents }
  await Promise.all([insertRefunds(work, [refund]), noteDue(work, paymentsDueKind, work.at)])
}

/** Tells of a new outcome: `payment.confirmed`, `payment.late`, `payment.failed`, `payment.cancelled`, `payment.unknown`. */
function tell(work: Work, payment: PaymentRow, { to, reason, isLate }: Step): void {
  if (to === payment.state || to === 'pending' || to === 'sent' || to === 'created') return
  const { id: paymentId, purpose, saleId, storeId, provider, amountCents, currency } = payment
  const type = isLate ? 'payment.late' : `payment.${to}`
  const data = { paymentId, purpose, saleId, storeId, provider, amountCents, currency, ...(reason ? { reason } : {}) }
  work.emit({ type, subject: { kind: 'payment', id: paymentId }, data })
  if (!openStates.includes(to)) paymentOutcomes.inc({ provider, outcome: isLate ? 'late' : to })
}
