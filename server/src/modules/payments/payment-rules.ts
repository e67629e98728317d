import { sumCents } from '#shared/money.ts'

/** Words and steps of payments through providers, shared with the web. Pure. */
export const paymentProviders = ['wechat_pay', 'alipay', 'card_terminal'] as const
export type PaymentProvider = (typeof paymentProviders)[number]

/** How the customer pays: shows a code (付款码), scans ours, opens the provider's page on their own phone, or uses the card terminal. */
export const paymentModes = ['code', 'qr', 'link', 'terminal'] as const
export type PaymentMode = (typeof paymentModes)[number]

/** What is paid for: a sale, or prepaid money, which is no sale (docs/decisions/0007). */
export const paymentPurposes = ['sale', 'top_up', 'gift_card_load'] as const
export type PaymentPurpose = (typeof paymentPurposes)[number]

export const paymentStates = ['created', 'sent', 'pending', 'confirmed', 'failed', 'cancelled', 'unknown'] as const
export type PaymentState = (typeof paymentStates)[number]

/** States whose outcome is still to be learnt. No sale, shift or day closes over one. */
export const openStates: readonly PaymentState[] = ['created', 'sent', 'pending', 'unknown']

export const refundCauses = ['sale_refund', 'top_up_refund', 'gift_card_payout', 'late', 'orphan'] as const
export type RefundCause = (typeof refundCauses)[number]

export const paymentRefundStates = ['pending', 'confirmed', 'failed'] as const
export type PaymentRefundState = (typeof paymentRefundStates)[number]

/**
 * Whose 付款码 this is, by its prefix: 10–15 WeChat Pay (18 digits), 25–30 Alipay (16–24 digits). Null for anything else, a
 * member's code or a barcode under the scanner.
 */
export function providerOfCode(code: string): Exclude<PaymentProvider, 'card_terminal'> | null {
  if (!/^\d{16,24}$/.test(code)) return null
  const prefix = Number(code.slice(0, 2))
  if (prefix >= 10 && prefix <= 15) return code.length === 18 ? 'wechat_pay' : null
  return prefix >= 25 && prefix <= 30 ? 'alipay' : null
}

/** What went back of a payment or is on its way, in cents. */
export function givenBackCents(refunds: readonly { amountCents: number; state: PaymentRefundState }[]): number {
  return sumCents(refunds.map(({ amountCents, state }) => (state === 'failed' ? 0 : amountCents)))
}

/** The number by which a provider knows a payment or a refund: its id without dashes, 32 characters. */
export function tradeNoOf(id: string): string {
  return id.replaceAll('-', '')
}

/** The id behind such a number; null for a number that is not ours. */
export function idOfTradeNo(tradeNo: string): string | null {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(tradeNo)
  return parts ? parts.slice(1).join('-') : null
}

const second = 1_000
const pollMs = 5 * second

/** How long a customer may take: a shown code 60 s, the terminal's PIN 90 s, scanning ours three minutes, the page on the phone five. */
export const timeToPayMs: Record<PaymentMode, number> = {
  code: 60 * second,
  qr: 180 * second,
  link: 300 * second,
  terminal: 90 * second,
}

/** Whether the customer comes to us for what they pay by: an order over there that is closed, not money that is reversed. */
export const isFetched = (mode: PaymentMode): boolean => mode === 'qr' || mode === 'link'

/** A request that the provider does not know after this long never arrived; what is under way arrives sooner. */
const arrivalMs = 300 * second

/** After the customer's time: half as long again as it has been unknown already, from 5 s to an hour. */
function laterMs(sinceMs: number): number {
  return Math.min(3_600 * second, Math.max(pollMs, Math.round(sinceMs / 2)))
}

export type CardFacts = { brand: string | null; last4: string | null; authCode: string | null }

/** What a provider said about a payment. `lost` is everything that is no clear answer: silence, nonsense, an outage. */
export type PaymentAnswer =
  | { kind: 'paid'; amountCents: number; currency: string; providerNo: string; card?: CardFacts }
  | { kind: 'waiting'; qrText?: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'cancelled' }
  | { kind: 'absent' }
  | { kind: 'lost'; reason: string }

export type Asked = 'send' | 'query' | 'cancel' | 'notice'

/** What a step decides on. */
export type PaymentStand = {
  state: PaymentState
  mode: PaymentMode
  amountCents: number
  currency: string
  qrText: string | null
  sentAt: Date | null
  expiresAt: Date
  cancelAskedAt: Date | null
}

/** The state that follows. `nextAt` null: nothing more to ask. `cancelNow`: the last question is answered, call it off at once. */
export type Step = {
  to: PaymentState
  reason: string | null
  nextAt: Date | null
  isLate?: true
  cancelNow?: true
}

/**
 * What an answer makes of a payment; the one place that knows the steps between states.
 *
 * Money that came after we had given the payment up is `confirmed` and late: it goes back by itself. A notice alone never
 * makes a payment late: notices overtake each other, so the provider is asked first. Null: the answer is old news.
 */
export function stepAfter(payment: PaymentStand, asked: Asked, answer: PaymentAnswer, at: Date): Step | null {
  const isOpen = openStates.includes(payment.state)
  const settle = (to: PaymentState, reason: string | null): Step => ({ to, reason, nextAt: null })
  switch (answer.kind) {
    case 'paid':
      return afterPaid(payment, asked, answer, at)
    case 'refused':
      return isOpen ? settle('failed', answer.reason) : afterwards(payment)
    case 'cancelled':
      return isOpen ? settle('cancelled', payment.cancelAskedAt ? 'called_off' : 'closed') : afterwards(payment)
    case 'waiting':
      return isOpen ? afterWaiting(payment, asked, at) : afterwards(payment)
    case 'absent':
      return isOpen ? afterAbsent(payment, asked, at) : afterwards(payment)
    case 'lost':
      return isOpen ? afterLost(payment, asked, answer.reason, at) : null
  }
}

function afterPaid(
  payment: PaymentStand,
  asked: Asked,
  { amountCents, currency }: { amountCents: number; currency: string },
  at: Date,
): Step | null {
  if (payment.state === 'confirmed') return null
  if (amountCents !== payment.amountCents || currency !== payment.currency) {
    return { to: 'unknown', reason: 'amount_differs', nextAt: new Date(at.getTime() + 3_600 * second) }
  }
  const isGivenUp = !openStates.includes(payment.state) || payment.cancelAskedAt !== null
  if (!isGivenUp) return { to: 'confirmed', reason: null, nextAt: null }
  if (asked === 'notice') return { to: payment.state, reason: 'paid_notice', nextAt: at }
  return { to: 'confirmed', reason: 'late', nextAt: null, isLate: true }
}

/** An answer about a payment that is settled: nothing changes, and it need not be asked about again. */
function afterwards({ state }: PaymentStand): Step | null {
  return state === 'confirmed' ? null : { to: state, reason: null, nextAt: null }
}

function afterWaiting(payment: PaymentStand, asked: Asked, at: Date): Step {
  // A cancel that found the customer still paying has not called it off.
  if (payment.cancelAskedAt)
    return { ...doubt(payment, 'cancel_refused', at), ...(asked === 'query' ? { cancelNow: true } : {}) }
  if (at >= payment.expiresAt && asked === 'query') return { to: 'pending', reason: null, nextAt: at, cancelNow: true }
  const nextAt = Math.max(at.getTime() + second, Math.min(at.getTime() + pollMs, payment.expiresAt.getTime()))
  return { to: 'pending', reason: null, nextAt: new Date(nextAt) }
}

function afterAbsent(payment: PaymentStand, asked: Asked, at: Date): Step {
  const sinceMs = at.getTime() - (payment.sentAt ?? at).getTime()
  const nobodySawIt = isFetched(payment.mode) && payment.qrText === null
  if (sinceMs >= arrivalMs || nobodySawIt) return { to: 'failed', reason: 'never_arrived', nextAt: null }
  const isLastQuestion = asked === 'query' && !payment.cancelAskedAt && at >= payment.expiresAt
  return { ...doubt(payment, 'not_known_yet', at), ...(isLastQuestion ? { cancelNow: true } : {}) }
}

/** Silence. When the customer's time is over it is called off all the same: a reversal gives back what was paid. */
function afterLost(payment: PaymentStand, asked: Asked, reason: string, at: Date): Step {
  const isLastQuestion = asked === 'query' && !payment.cancelAskedAt && at >= payment.expiresAt
  return { ...doubt(payment, reason, at), ...(isLastQuestion ? { cancelNow: true } : {}) }
}

function doubt(payment: PaymentStand, reason: string, at: Date): Step {
  const nextAt = new Date(at.getTime() + laterMs(at.getTime() - payment.expiresAt.getTime()))
  return { to: 'unknown', reason, nextAt }
}

/** What a provider said about a refund. */
export type RefundAnswer =
  | { kind: 'done'; providerNo: string }
  | { kind: 'processing' }
  | { kind: 'refused'; reason: string }
  | { kind: 'absent' }
  | { kind: 'lost'; reason: string }

export type RefundStep = { to: PaymentRefundState; reason: string | null; nextAt: Date | null }

/** What an answer makes of a refund. Null: it is settled already. Not knowing is waiting: the number makes asking again safe. */
export function refundStepAfter(
  refund: { state: PaymentRefundState; createdAt: Date },
  answer: RefundAnswer,
  at: Date,
): RefundStep | null {
  if (refund.state !== 'pending') return null
  if (answer.kind === 'done') return { to: 'confirmed', reason: null, nextAt: null }
  if (answer.kind === 'refused') return { to: 'failed', reason: answer.reason, nextAt: null }
  const nextAt = new Date(at.getTime() + laterMs(at.getTime() - refund.createdAt.getTime()))
  return { to: 'pending', reason: answer.kind === 'lost' ? answer.reason : answer.kind, nextAt }
}
