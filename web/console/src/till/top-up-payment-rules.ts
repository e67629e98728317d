import type { TopUpTender } from '#modules/stored-value/top-up-rules.ts'

/** How a top-up is paid: cash with what lies on the counter (null: exactly), or one other means. */
export type TopUpPayment = { method: 'cash'; receivedCents: number | null } | { method: 'wechat' | 'alipay' | 'card' }

/** The one tender that pays a top-up, as the server takes it. */
export function topUpTenders(principalCents: number, payment: TopUpPayment, tenderId: string): TopUpTender[] {
  if (payment.method === 'cash') {
    return [{ tenderId, kind: 'cash', receivedCents: payment.receivedCents ?? principalCents }]
  }
  return [{ tenderId, kind: 'other', method: payment.method, amountCents: principalCents }]
}
