import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { noteDue } from '#platform/due-work.ts'
import { paymentOutcomes, providerSeconds } from '#platform/metrics.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import { paymentsDueKind } from './claim-payments.ts'
import { addRefundEvent, leaseDuePayments, type PaymentRow, readPayment, updatePayment } from './payment-queries.ts'
import { type PaymentAnswer, type RefundAnswer, refundStepAfter, tradeNoOf } from './payment-rules.ts'
import { openPort } from './provider-accounts.ts'
import type { Transport } from './provider-http.ts'
import type { ProviderPort, Visitor } from './provider-port.ts'
import { readRefund, type RefundRow, updateRefund } from './refund-queries.ts'
import { asItStands, leaseMs, markSent, recordAnswer } from './step-payment.ts'

export type DriveTools = {
  database: Database
  clock: Clock
  log: (line: string) => void
  /** Where providers reach us: `/api/v1/payment-notices/…` below it. */
  publicUrl: string
  transport?: Transport
}

const actor = { kind: 'system', name: 'payments' } as const

/** One transaction of the module's own; money never moves inside it. */
export function inOwnWork<T>(tools: DriveTools, merchantId: string, body: (work: Work) => Promise<T>): Promise<T> {
  return inRetriedTransaction(tools.database, { merchantId, actor, at: tools.clock.now() }, body)
}

type Opened = { payment: PaymentRow; port: ProviderPort; shopName: string }

async function open(work: Work, payment: PaymentRow, tools: DriveTools): Promise<Opened> {
  const [port, merchant] = await Promise.all([openPort(work, payment.accountId, tools.transport), merchantFacts(work)])
  return { payment, port, shopName: merchant.name }
}

/** One call to a provider, timed. A fault of our own is not an answer: it is logged, and what happened is asked for later. */
async function call<T extends { kind: string }>(
  tools: DriveTools,
  what: { provider: string; call: string },
  ask: () => Promise<T>,
): Promise<T | { kind: 'lost'; reason: string }> {
  const stop = providerSeconds.startTimer(what)
  const answer = await ask().catch((error: unknown) => {
    tools.log(`${what.provider} ${what.call}: ${(error as Error).message}`)
    return { kind: 'lost', reason: 'fault' } as const
  })
  stop({ answer: answer.kind })
  return answer
}

/**
 * Sends a payment that `startPayment` recorded: commits `sent`, asks the provider, records what it says. Whoever dies in
 * between leaves a lease that runs out, and the next visit asks by number: nothing is ever sent twice.
 */
export async function sendPayment(
  tools: DriveTools,
  merchantId: string,
  paymentId: string,
  { code = null, visitor = null }: { code?: string | null; visitor?: Visitor | null },
): Promise<void> {
  const opened = await inOwnWork(tools, merchantId, async (work) => {
    const payment = await markSent(work, paymentId)
    return payment && open(work, payment, tools)
  })
  if (!opened) return
  const { payment, port, shopName } = opened
  const { mode, amountCents, currency, storeId, deviceId, expiresAt, accountId } = payment
  const order = {
    tradeNo: tradeNoOf(paymentId),
    ...{ mode, code, visitor, amountCents, currency, storeId, deviceId, expiresAt },
    description: shopName.slice(0, 60) || 'Regulars',
    notifyUrl: `${tools.publicUrl}/api/v1/payment-notices/${merchantId}/${accountId}`,
  }
  const what = { provider: payment.provider, call: 'pay' }
  const answer = await call(tools, what, () => port.pay(order, tools.clock.now()))
  await record(tools, merchantId, paymentId, 'send', answer)
}

function record(
  tools: DriveTools,
  merchantId: string,
  paymentId: string,
  asked: 'send' | 'query' | 'cancel',
  answer: PaymentAnswer,
): Promise<boolean> {
  return inOwnWork(tools, merchantId, (work) => recordAnswer(work, paymentId, asked, answer))
}

/** Takes one payment for this process if it is due and nobody is asking about it; else does nothing. */
export async function askIfDue(tools: DriveTools, merchantId: string, paymentId: string): Promise<void> {
  const leased = await inOwnWork(tools, merchantId, (work) =>
    leaseDuePayments(work, new Date(work.at.getTime() + leaseMs), 1, paymentId),
  )
  if (leased.length > 0) await askPayment(tools, merchantId, paymentId)
}

/**
 * Asks about a payment that this process has leased, and calls it off right after the last question of the customer's time.
 * One that was never sent has failed: nothing left the house.
 */
export async function askPayment(tools: DriveTools, merchantId: string, paymentId: string): Promise<void> {
  const opened = await inOwnWork(tools, merchantId, async (work) => {
    const payment = await readPayment(work, paymentId, true)
    if (!payment || payment.state === 'confirmed') return null
    if (payment.state === 'created') {
      await failUnsent(work, payment)
      return null
    }
    return open(work, payment, tools)
  })
  if (!opened) return
  const { payment, port } = opened
  const { mode, amountCents, currency, provider } = payment
  const ref = { tradeNo: tradeNoOf(paymentId), mode, amountCents, currency }
  const answer = await call(tools, { provider, call: 'query' }, () => port.query(ref, tools.clock.now()))
  if (!(await record(tools, merchantId, paymentId, 'query', answer))) return
  const cancelled = await call(tools, { provider, call: 'cancel' }, () => port.cancel(ref, tools.clock.now()))
  await record(tools, merchantId, paymentId, 'cancel', cancelled)
}

async function failUnsent(work: Work, payment: PaymentRow): Promise<void> {
  const change = { ...asItStands(payment), to: 'failed' as const, reason: 'not_sent', nextAt: null, leasedUntil: null }
  await updatePayment(work, payment, change, { kind: 'not_sent', detail: {} })
  const { id: paymentId, purpose, saleId, storeId, provider, amountCents, currency } = payment
  const data = { paymentId, purpose, saleId, storeId, provider, amountCents, currency, reason: 'not_sent' }
  work.emit({ type: 'payment.failed', subject: { kind: 'payment', id: paymentId }, data })
  paymentOutcomes.inc({ provider, outcome: 'failed' })
}

/** Executes a refund that this process has leased. Its number makes a repeated request one effect; a doubt is asked first. */
export async function askRefund(tools: DriveTools, merchantId: string, id: string): Promise<void> {
  const opened = await inOwnWork(tools, merchantId, async (work) => {
    const refund = await readRefund(work, id)
    const payment = refund?.state === 'pending' ? await readPayment(work, refund.paymentId) : undefined
    return refund && payment ? { refund, ...(await open(work, payment, tools)) } : null
  })
  if (!opened) return
  const { refund, payment, port } = opened
  const { provider } = payment
  const ref = {
    tradeNo: tradeNoOf(payment.id),
    refundNo: tradeNoOf(id),
    amountCents: refund.amountCents,
    totalCents: payment.amountCents,
    currency: payment.currency,
  }
  const known: RefundAnswer =
    refund.askedCount === 0
      ? { kind: 'absent' }
      : await call(tools, { provider, call: 'query_refund' }, () => port.queryRefund(ref, tools.clock.now()))
  const answer =
    known.kind === 'absent'
      ? await call(tools, { provider, call: 'refund' }, () => port.refund(ref, tools.clock.now()))
      : known
  await inOwnWork(tools, merchantId, (work) => recordRefundAnswer(work, id, answer))
}

/** Records what a provider said about a refund, once. Locks its payment, whose history it joins, then the refund. */
export async function recordRefundAnswer(work: Work, id: string, answer: RefundAnswer): Promise<void> {
  const known = await readRefund(work, id)
  if (!known) return
  await readPayment(work, known.paymentId, true)
  const refund = await readRefund(work, id, true)
  const step = refund && refundStepAfter(refund, answer, work.at)
  if (!step) return
  const providerNo = answer.kind === 'done' ? answer.providerNo : null
  await updateRefund(work, refund, { ...step, providerNo, isAsked: true })
  if (step.nextAt) await noteDue(work, paymentsDueKind, step.nextAt)
  if (step.to !== refund.state) await tellRefund(work, refund, step.to, step.reason)
}

async function tellRefund(
  work: Work,
  refund: RefundRow,
  to: 'pending' | 'confirmed' | 'failed',
  reason: string | null,
) {
  const { id, paymentId, refundId, cause, amountCents, state } = refund
  const detail = { amountCents, ...(reason ? { reason } : {}) }
  const kind = to === 'confirmed' ? 'refunded' : 'refund_failed'
  await addRefundEvent(work, paymentId, { kind, refundId: id, fromState: state, toState: to, detail })
  work.emit({
    type: to === 'confirmed' ? 'payment.refunded' : 'payment.refund_failed',
    subject: { kind: 'payment', id: paymentId },
    data: { paymentId, paymentRefundId: id, refundId, cause, ...detail },
  })
}
