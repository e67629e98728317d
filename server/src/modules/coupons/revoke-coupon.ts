import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { lockCouponRows } from './coupon-queries.ts'
import type { CouponStatus } from './coupon-rules.ts'

/** How a coupon stands; a sale that holds it is waited for. Undefined where there is none. Locks the coupon. */
export async function lockCouponStatus(
  work: Work,
  couponId: string,
): Promise<{ status: CouponStatus; memberId: string | null; endsAt: Date } | undefined> {
  const [row] = await lockCouponRows(work, [couponId])
  return row
}

/**
 * Takes a coupon that nobody used yet out of its member's hands, because what it was given for was taken back. Refuses one that was
 * used, or is on its way to somebody else. Locks the coupon.
 */
export async function revokeCoupon(work: Work, couponId: string): Promise<void> {
  const held = await lockCouponStatus(work, couponId)
  if (!held) throw new Refused('coupon_not_found')
  if (held.status === 'used') throw new Refused('coupon_used', { couponId })
  if (held.status === 'offered') throw new Refused('coupon_offered', { couponId })
  await work.send(sql`
    update coupons.coupon set status = 'void' where merchant_id = ${work.merchantId} and id = ${couponId} and status = 'unused'`)
}
