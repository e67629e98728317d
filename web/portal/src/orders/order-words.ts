import type { api, ResponseOf } from '@staff/api'
import type { IconName } from '@portal/ui'
import { type SentenceKey, t } from '#portal/app/i18n.ts'

export type Order = ResponseOf<typeof api.myOnlineOrderGet>

/** How an order stands, said as it is: what is not known is not said to be done. */
export type Standing =
  | 'opening'
  | 'toPay'
  | 'unknown'
  | 'callingOff'
  | 'booking'
  | 'booked'
  | 'unpaid'
  | 'late'
  | 'refused'

export function standingOf({ state, payment }: Order, now: number): Standing {
  if (state === 'booked' || state === 'refused') return state
  if (payment?.isLate) return 'late'
  if (state === 'unpaid') return 'unpaid'
  if (payment?.state === 'confirmed') return 'booking'
  if (payment?.state === 'unknown') return 'unknown'
  if (payment?.payUrl) return 'toPay'
  return payment && Date.parse(payment.expiresAt) <= now ? 'callingOff' : 'opening'
}

export const standingLooks: Record<Standing, { icon: IconName; tone: 'good' | 'bad' | 'wait' }> = {
  opening: { icon: 'clock', tone: 'wait' },
  toPay: { icon: 'wallet', tone: 'wait' },
  unknown: { icon: 'clock', tone: 'wait' },
  callingOff: { icon: 'clock', tone: 'wait' },
  booking: { icon: 'clock', tone: 'wait' },
  booked: { icon: 'check', tone: 'good' },
  unpaid: { icon: 'out', tone: 'bad' },
  late: { icon: 'refresh', tone: 'bad' },
  refused: { icon: 'refresh', tone: 'bad' },
}

/** Whether anything can still come of it: asked about again until then. */
export function isMoving(order: Order): boolean {
  return order.state === 'paying' || order.payment?.refundState === 'pending'
}

const reasons: Record<string, SentenceKey> = {
  quote_changed: 'orders.why.changed',
  plan_changed: 'orders.why.changed',
  plan_stopped: 'orders.why.stopped',
  plan_over: 'orders.why.stopped',
  top_up_offer_closed: 'orders.why.stopped',
  free_top_up_off: 'orders.why.stopped',
  free_top_up_amount: 'orders.why.changed',
  product_unknown: 'orders.why.stopped',
  prepaid_limit: 'orders.why.limit',
  pass_ended: 'orders.why.passEnded',
  store_closed: 'orders.why.store',
}

/** Why what was paid for could not be booked, as far as it concerns its member. */
export function whyWords(code: string | null): string {
  return t((code && reasons[code]) || 'orders.why.other')
}

/** Where the money is that came for nothing; undefined where none is going back. */
export function refundWords({ payment }: Order): string | undefined {
  const state = payment?.refundState
  return state ? t(`orders.refund.${state}`) : undefined
}
