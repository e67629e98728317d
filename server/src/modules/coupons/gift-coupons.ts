import { lockMembers } from '#modules/members/lock-members.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { accept, refuse, Refused } from '#shared/refusal.ts'
import { readCoupons } from './coupon-queries.ts'
import {
  insertGift,
  lockGift,
  moveCoupon,
  readEndedGifts,
  settleGift,
  wasGiven,
  type CouponGift,
} from './gift-coupon-queries.ts'
import { countReceived, lockIssuing } from './issue-queries.ts'
import { readTemplate } from './template-queries.ts'
import { lockCoupons } from './use-coupons.ts'

/** A gift that nobody accepted goes back after a day. */
const offerMs = 86_400_000
const giftsPerRound = 200
const returnKind = 'coupons.gifts'

/**
 * Offers a coupon to whoever gets the link. Until it is accepted, taken back or a day has passed nobody can use it.
 *
 * Refuses one that is used, over, another's or on offer already, and one that came as a gift itself: so no coupon goes round.
 * Locks the member, then the coupon.
 */
export async function offerCoupon(
  work: Work,
  input: { giftId: string; memberId: string; couponId: string },
): Promise<{ giftId: string; endsAt: Date }> {
  const { giftId, memberId, couponId } = input
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  const held = (await lockCoupons(work, [couponId])).coupons.get(couponId)
  if (!held || held.coupon.memberId !== memberId) throw new Refused('coupon_not_found', { couponId })
  if (held.status === 'offered') throw new Refused('coupon_offered', { couponId })
  accept(held.status === 'unused' ? undefined : refuse('coupon_used', { couponId }))
  const couponEndsAt = new Date(held.coupon.endsAt)
  if (couponEndsAt <= work.at) throw new Refused('coupon_expired', { couponId })
  if (await wasGiven(work, couponId)) throw new Refused('coupon_gift_again', { couponId })
  const endsAt = new Date(Math.min(work.at.getTime() + offerMs, couponEndsAt.getTime()))
  await insertGift(work, { id: giftId, couponId, fromMemberId: memberId, offeredAt: work.at, endsAt })
  await moveCoupon(work, { couponId, memberId, status: 'offered' })
  await noteDue(work, returnKind, endsAt)
  work.emit({ type: 'coupon.offered', subject: { kind: 'member', id: memberId }, data: { giftId, couponId } })
  return { giftId, endsAt }
}

/**
 * Accepts a gift: the coupon is the receiver's, with its own end. Refuses one's own gift, one that is settled or over, and a
 * receiver who has as many of the kind as one may have. Locks the receiver, the gift, the template's counters, then the coupon.
 */
export async function acceptCoupon(
  work: Work,
  { giftId, memberId }: { giftId: string; memberId: string },
): Promise<{ couponId: string }> {
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  const gift = await openGift(work, giftId)
  if (gift.fromMemberId === memberId) throw new Refused('coupon_gift_own')
  if (gift.endsAt <= work.at) throw new Refused('coupon_gift_over')
  const { couponId } = gift
  const [row] = await readCoupons(work, [couponId])
  const { templateId } = row!
  const [{ issuedTo }, template] = await Promise.all([
    lockIssuing(work, templateId, [memberId]),
    readTemplate(work, templateId),
  ])
  const limit = template!.memberLimit
  if (limit !== null && (issuedTo.get(memberId) ?? 0) >= limit) throw new Refused('coupon_member_limit', { limit })
  await lockCoupons(work, [couponId])
  await settleGift(work, { giftId, toMemberId: memberId })
  await moveCoupon(work, { couponId, memberId, status: 'unused' })
  if (limit !== null) await countReceived(work, { templateId, memberId, memberLimit: limit })
  const data = { giftId, couponId, templateId }
  work.emit(
    { type: 'coupon.received', subject: { kind: 'member', id: memberId }, data },
    { type: 'coupon.given', subject: { kind: 'member', id: gift.fromMemberId }, data },
  )
  return { couponId }
}

/** Takes one's own gift back before anybody accepted it. Locks the gift, then the coupon. */
export async function takeBackCoupon(
  work: Work,
  { giftId, memberId }: { giftId: string; memberId: string },
): Promise<{ couponId: string }> {
  const gift = await openGift(work, giftId)
  if (gift.fromMemberId !== memberId) throw new Refused('coupon_gift_not_found')
  return goBack(work, gift, 'taken_back')
}

async function openGift(work: Work, giftId: string): Promise<CouponGift> {
  const gift = await lockGift(work, giftId)
  if (!gift) throw new Refused('coupon_gift_not_found')
  if (gift.settledAt) throw new Refused('coupon_gift_settled')
  return gift
}

async function goBack(
  work: Work,
  { id: giftId, couponId, fromMemberId }: CouponGift,
  why: 'taken_back' | 'over',
): Promise<{ couponId: string }> {
  const held = (await lockCoupons(work, [couponId])).coupons.get(couponId)
  await settleGift(work, { giftId, toMemberId: null })
  // A merge may have moved it to the survivor meanwhile: it stays with whoever holds it.
  await moveCoupon(work, { couponId, memberId: held?.coupon.memberId ?? fromMemberId, status: 'unused' })
  const data = { giftId, couponId, templateId: held?.coupon.templateId ?? null, why }
  work.emit({ type: 'coupon.gift_returned', subject: { kind: 'member', id: fromMemberId }, data })
  return { couponId }
}

/** Gifts that nobody accepted within a day go back. */
export const couponGiftSweep: DueSweep = {
  kind: returnKind,
  async run(work) {
    const { ended, nextAt } = await readEndedGifts(work, giftsPerRound)
    for (const { id } of ended) {
      const gift = await lockGift(work, id)
      if (gift && !gift.settledAt) await goBack(work, gift, 'over')
    }
    return nextAt
  },
}
