import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type CouponGift = {
  id: string
  couponId: string
  fromMemberId: string
  toMemberId: string | null
  offeredAt: Date
  endsAt: Date
  settledAt: Date | null
}

const columns = sql`id, coupon_id, from_member_id, to_member_id, offered_at, ends_at, settled_at`

export async function insertGift(work: Work, gift: Omit<CouponGift, 'toMemberId' | 'settledAt'>): Promise<void> {
  await work.send(sql`
    insert into coupons.coupon_gift (merchant_id, id, coupon_id, from_member_id, offered_at, ends_at)
    values (${work.merchantId}, ${gift.id}, ${gift.couponId}, ${gift.fromMemberId}, ${gift.offeredAt}, ${gift.endsAt})`)
}

/** A gift, locked for whoever settles it: accepting and taking back meet here. */
export async function lockGift({ send, merchantId }: Work, giftId: string): Promise<CouponGift | undefined> {
  const [row] = await send<CouponGift>(sql`
    select ${columns} from coupons.coupon_gift where merchant_id = ${merchantId} and id = ${giftId} for update`)
  return row
}

export async function readGift({ send, merchantId }: Work, giftId: string): Promise<CouponGift | undefined> {
  const [row] = await send<CouponGift>(sql`
    select ${columns} from coupons.coupon_gift where merchant_id = ${merchantId} and id = ${giftId}`)
  return row
}

/** Whether a coupon came as a gift: then it stays. */
export async function wasGiven({ send, merchantId }: Work, couponId: string): Promise<boolean> {
  const rows = await send(sql`
    select from coupons.coupon_gift where merchant_id = ${merchantId} and coupon_id = ${couponId} and to_member_id is not null`)
  return rows.length > 0
}

/** Ends a gift: with a receiver it was accepted, without one it went back. */
export async function settleGift(
  { send, merchantId, at }: Work,
  { giftId, toMemberId }: { giftId: string; toMemberId: string | null },
): Promise<void> {
  await send(sql`
    update coupons.coupon_gift set to_member_id = ${toMemberId}, settled_at = ${at}
     where merchant_id = ${merchantId} and id = ${giftId}`)
}

/** Puts a coupon into somebody's hands, to use or on offer. */
export async function moveCoupon(
  { send, merchantId }: Work,
  coupon: { couponId: string; memberId: string; status: 'unused' | 'offered' },
): Promise<void> {
  await send(sql`
    update coupons.coupon set member_id = ${coupon.memberId}, status = ${coupon.status}
     where merchant_id = ${merchantId} and id = ${coupon.couponId}`)
}

/** A member's gifts, latest first. */
export function listGifts({ send, merchantId }: Work, memberId: string): Promise<(CouponGift & { name: string })[]> {
  return send(sql`
    select g.id, g.coupon_id, g.from_member_id, g.to_member_id, g.offered_at, g.ends_at, g.settled_at, v.name
      from coupons.coupon_gift g
      join coupons.coupon c on c.merchant_id = ${merchantId} and c.id = g.coupon_id
      join coupons.template_version v
        on v.merchant_id = ${merchantId} and v.template_id = c.template_id and v.version = c.template_version
     where g.merchant_id = ${merchantId} and g.from_member_id = ${memberId}
     order by g.offered_at desc, g.id desc limit 50`)
}

/** Gifts that nobody accepted in time, and when the next one ends. */
export async function readEndedGifts(
  { send, merchantId, at }: Work,
  limit: number,
): Promise<{ ended: CouponGift[]; nextAt: Date | null }> {
  const rows = await send<CouponGift>(sql`
    select ${columns} from coupons.coupon_gift
     where merchant_id = ${merchantId} and settled_at is null order by ends_at, id limit ${limit + 1}`)
  const ended = rows.filter(({ endsAt }) => endsAt <= at).slice(0, limit)
  return { ended, nextAt: rows[ended.length]?.endsAt ?? null }
}
