import { noteDue } from '#platform/due-work.ts'
import type { DeliveredEvent, Subscription } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import { expireDueKind } from './redeem-reward.ts'
import { closeRow, lockByCoupons, type RedemptionRow, reopenRow } from './redemption-queries.ts'

/**
 * What was to be paid at the till was, in the sale that used its coupon: the redemption is had. A sale returned as a whole gives the
 * coupon back (R22), and with it the reservation, for as long as the coupon is good. Idempotent.
 */
export const exchangedRewards: Subscription = {
  name: 'rewards.hear_coupons',
  types: ['coupon.used', 'coupon.returned'],
  handle: (work, event) => hearCoupons(work, [event]),
  handleAll: hearCoupons,
}

/** Locks the redemptions of all coupons at once: most are of none. */
async function hearCoupons(work: Work, events: readonly DeliveredEvent[]): Promise<void> {
  const couponOf = ({ data }: DeliveredEvent) => String(data['couponId'])
  const rows = await lockByCoupons(work, [...new Set(events.map(couponOf))])
  const byCoupon = new Map(rows.map((row) => [row.couponId, row]))
  for (const event of events) {
    const row = byCoupon.get(couponOf(event))
    if (row && row.kind !== 'coupon') row.state = await follow(work, row, event)
  }
}

/** Gives the state that the redemption has afterwards. */
async function follow(work: Work, { id, state }: RedemptionRow, { type, data }: DeliveredEvent) {
  if (type === 'coupon.used') {
    if (state !== 'reserved') return state
    await closeRow(work, id)
    return 'done'
  }
  if (state !== 'done') return state
  const endsAt = new Date(String(data['endsAt']))
  await reopenRow(work, id, endsAt)
  await noteDue(work, expireDueKind, endsAt)
  return 'reserved'
}
