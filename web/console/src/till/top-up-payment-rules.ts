import type { TopUpTender } from '#modules/stored-value/top-up-rules.ts'

/** Money outside the till, as the till names it. */
export type OutsideMethod = 'wechat' | 'alipay' | 'card'

/**
 * How a top-up is paid: cash with what lies on the counter (null: exactly), or one other means. `paid`: the payment that brought
 * the money; without it the money stands on the cashier's word.
 */
export type TopUpPayment =
  | { method: 'cash'; receivedCents: number | null }
  | { method: OutsideMethod; paid?: { paymentId: string; amountCents: number } }

/** The one tender that pays a top-up, as the server takes it. */
export function topUpTenders(principalCents: number, payment: TopUpPayment, tenderId: string): TopUpTender[] {
  if (payment.method === 'cash') {
    return [{ tenderId, kind: 'cash', receivedCents: payment.receivedCents ?? principalCents }]
  }
  const { method, paid } = payment
  if (!paid) return [{ tenderId, kind: 'other', method, amountCents: principalCents }]
  return [{ tenderId, kind: 'other', method, ...paid }]
}
