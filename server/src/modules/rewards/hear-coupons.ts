import { noteDue } from '#platform/due-work.ts'
import type { Subscription } from '#platform/outbox.ts'
import { expireDueKind } from './redeem-reward.ts'
import { closeRow, lockByCoupon, reopenRow } from './redemption-queries.ts'

/**
 * What was to be paid at the till was, in the sale that used its coupon: the redemption is had. A sale returned as a whole gives the
 * coupon back (R22), and with it the reservation, for as long as the coupon is good. Idempotent.
 */
export const exchangedRewards: Subscription = {
  name: 'rewards.hear_coupons',
  types: ['coupon.used', 'coupon.returned'],
  async handle(work, { type, data }) {
    const row = await lockByCoupon(work, String(data['couponId']))
    if (!row || row.kind === 'coupon') return
    if (type === 'coupon.used') {
      if (row.state === 'reserved') await closeRow(work, row.id)
      return
    }
    if (row.state !== 'done') return
    const endsAt = new Date(String(data['endsAt']))
    await reopenRow(work, row.id, endsAt)
    await noteDue(work, expireDueKind, endsAt)
  },
}
