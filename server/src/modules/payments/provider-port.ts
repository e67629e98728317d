import type { PaymentAnswer, PaymentMode, RefundAnswer } from './payment-rules.ts'

/** Whose phone opens the provider's page, and where that page sends it back to. Kept nowhere. */
export type Visitor = { ip: string; returnUrl: string }

export type PaymentOrder = {
  tradeNo: string
  mode: PaymentMode
  /** The customer's 付款码; null for the other modes. */
  code: string | null
  /** With mode `link`; null for the other modes. */
  visitor: Visitor | null
  amountCents: number
  currency: string
  /** What the customer reads on their phone: the shop's name. */
  description: string
  storeId: string
  deviceId: string | null
  expiresAt: Date
  notifyUrl: string
}

export type PaymentRef = { tradeNo: string; mode: PaymentMode; amountCents: number; currency: string }

export type RefundRef = {
  tradeNo: string
  refundNo: string
  amountCents: number
  /** What the payment was. */
  totalCents: number
  currency: string
}

/** What a provider told us unasked, its signature checked. `tradeNo` and `refundNo` are our numbers. */
export type Notice =
  | { kind: 'payment'; tradeNo: string; answer: PaymentAnswer }
  | { kind: 'refund'; tradeNo: string; refundNo: string; answer: RefundAnswer }
  | { kind: 'other' }

export type RawNotice = { headers: Readonly<Record<string, string | undefined>>; body: string }

/**
 * A way to a provider, for one account. Calls never throw for what the provider or the network does: that is `lost`. Every
 * call may be repeated: trade and refund numbers make it one effect. `at` is the time that requests are signed with.
 */
export type ProviderPort = {
  pay(order: PaymentOrder, at: Date): Promise<PaymentAnswer>
  query(ref: PaymentRef, at: Date): Promise<PaymentAnswer>
  cancel(ref: PaymentRef, at: Date): Promise<PaymentAnswer>
  refund(ref: RefundRef, at: Date): Promise<RefundAnswer>
  queryRefund(ref: RefundRef, at: Date): Promise<RefundAnswer>
  readNotice(notice: RawNotice, at: Date): Notice | 'forged' | 'stale'
  /** The body that tells the provider that its notice arrived. */
  noticeTaken: { contentType: string; body: string }
}

/** A notice's clock may differ from ours by so much; older ones are replays. */
export const noticeWindowMs = 5 * 60_000
