import { isRefusal, type Refusal, refuse } from '#shared/refusal.ts'
import type { PaymentPurpose, PaymentState } from './payment-rules.ts'

/** What deciding about a payment's money needs. `refundedCents` is what went back or is on its way: failed refunds are not in it. */
export type PaymentFacts = {
  id: string
  storeId: string
  purpose: PaymentPurpose
  saleId: string
  amountCents: number
  currency: string
  state: PaymentState
  isLate: boolean
  refundedCents: number
  claimedBy: { saleId: string; tenderId: string } | null
}

export type ClaimWish = {
  paymentId: string
  purpose: PaymentPurpose
  /** The sale, or the top-up or load that the purpose names. */
  saleId: string
  tenderId: string
  storeId: string
  amountCents: number
  currency: string
}

export type Claim = { paymentId: string; saleId: string; tenderId: string }

/**
 * May this tender take this payment? Only a confirmed payment of exactly this amount, store and currency, started for
 * this very record, taken by nobody yet, with nothing of it on its way back. Nothing is changed: `applyClaim` does.
 */
export function claimPlan(payments: ReadonlyMap<string, PaymentFacts>, wish: ClaimWish): Claim | Refusal {
  const { paymentId, saleId, tenderId } = wish
  const payment = payments.get(paymentId)
  if (!payment) return refuse('payment_not_found', { paymentId })
  if (payment.claimedBy) return refuse('payment_claimed', { paymentId, saleId: payment.claimedBy.saleId })
  if (payment.saleId !== saleId || payment.purpose !== wish.purpose)
    return refuse('payment_of_another_sale', { paymentId, saleId: payment.saleId })
  if (payment.isLate || payment.refundedCents > 0) return refuse('payment_given_back', { paymentId })
  if (payment.state !== 'confirmed') return refuse('payment_not_confirmed', { paymentId, state: payment.state })
  const { storeId, currency, amountCents } = wish
  if (payment.storeId !== storeId || payment.currency !== currency || payment.amountCents !== amountCents)
    return refuse('payment_mismatch', { paymentId, amountCents: payment.amountCents })
  return { paymentId, saleId, tenderId }
}

/** Makes the others of a batch see that a payment is taken. */
export function applyClaim(payments: ReadonlyMap<string, PaymentFacts>, { paymentId, saleId, tenderId }: Claim): void {
  payments.get(paymentId)!.claimedBy = { saleId, tenderId }
}

export type RefundWish = { paymentId: string; refundId: string | null; amountCents: number }

/** May this much of a payment go back? Σ refunds ≤ what came in; what never came cannot go back. */
export function refundPlan(payments: ReadonlyMap<string, PaymentFacts>, wish: RefundWish): RefundWish | Refusal {
  const { paymentId, amountCents } = wish
  const payment = payments.get(paymentId)
  if (!payment) return refuse('payment_not_found', { paymentId })
  if (payment.state !== 'confirmed') return refuse('payment_not_confirmed', { paymentId, state: payment.state })
  const leftCents = payment.amountCents - payment.refundedCents
  if (amountCents > leftCents) return refuse('payment_refund_too_large', { paymentId, leftCents })
  return wish
}

/** Several refunds at once: each sees those before it. All or the first refusal. */
export function refundPlans(payments: ReadonlyMap<string, PaymentFacts>, wishes: readonly RefundWish[]) {
  const plans: RefundWish[] = []
  for (const wish of wishes) {
    const plan = refundPlan(payments, wish)
    if (isRefusal(plan)) return plan
    payments.get(plan.paymentId)!.refundedCents += plan.amountCents
    plans.push(plan)
  }
  return plans
}
