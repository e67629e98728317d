import type { TopUpTender } from '#modules/stored-value/top-up-rules.ts'
import { cashDueCents, type Payment } from './tender-rules.ts'

/** The tenders that pay for prepaid value, as the server takes them: the other means first, cash for what they leave. */
export function topUpTenders(dueCents: number, payment: Payment, cashId: string): TopUpTender[] {
  const tenders = payment.others
    .filter(({ amountCents }) => amountCents > 0)
    .map(({ tenderId, method, amountCents, paymentId }): TopUpTender => {
      return { tenderId, kind: 'other', method, amountCents, ...(paymentId ? { paymentId } : {}) }
    })
  const cashCents = cashDueCents(dueCents, payment)
  if (cashCents === 0) return tenders
  return [...tenders, { tenderId: cashId, kind: 'cash', receivedCents: payment.receivedCents ?? cashCents }]
}
