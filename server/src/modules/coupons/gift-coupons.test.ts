import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { acceptCoupon, couponGiftSweep, offerCoupon, takeBackCoupon } from './gift-coupons.ts'
import { claimView, giftView } from './show-link.ts'
import { couponLinkToken, openCouponLink } from './link-token.ts'
import { readCoupons } from './coupon-queries.ts'

async function giver(work: TestWork, memberLimit: number | null = null) {
  const { storeId } = await makeShop(work)
  const [from, to] = [(await makeMember(work)).id, (await makeMember(work)).id]
  const { id: templateId } = await makeCouponTemplate(work, { memberLimit })
  const couponId = (await makeCoupon(work, from, templateId)).id
  const offer = async () => (await offerCoupon(work, { giftId: newId(), memberId: from, couponId })).giftId
  return { storeId, from, to, templateId, couponId, offer }
}

const holder = async (work: TestWork, couponId: string) => {
  const [row] = await readCoupons(work, [couponId])
  return [row!.memberId, row!.status]
}

test(
  'a coupon on offer is nobody’s to use, and the receiver’s once it is accepted',
  inWork(async (work) => {
    const { storeId, from, to, couponId, offer } = await giver(work)
    const giftId = await offer()
    const { id: itemId } = await makeItem(work)
    const sale = { storeId, memberId: from, items: [[itemId, 1]] as const, couponIds: [couponId] }
    await assert.rejects(makeSale(work, sale), { code: 'coupon_offered' })
    await assert.rejects(acceptCoupon(work, { giftId, memberId: from }), { code: 'coupon_gift_own' })
    await acceptCoupon(work, { giftId, memberId: to })
    assert.deepEqual(await holder(work, couponId), [to, 'unused'])
    assert.equal((await makeSale(work, { ...sale, memberId: to })).netCents, 9_000)
    await assert.rejects(acceptCoupon(work, { giftId, memberId: to }), { code: 'coupon_gift_settled' })
  }),
)

test(
  'a gift goes back after a day, can be taken back before, and never goes round',
  inWork(async (work) => {
    const { from, to, couponId, offer } = await giver(work)
    const first = await offer()
    await assert.rejects(offer(), { code: 'coupon_offered' })
    await assert.rejects(takeBackCoupon(work, { giftId: first, memberId: to }), { code: 'coupon_gift_not_found' })
    await takeBackCoupon(work, { giftId: first, memberId: from })
    assert.deepEqual(await holder(work, couponId), [from, 'unused'])
    const second = await offer()
    const nextDay = work.as(work.actor, new Date(work.at.getTime() + 86_400_000))
    await assert.rejects(acceptCoupon(nextDay, { giftId: second, memberId: to }), { code: 'coupon_gift_over' })
    assert.equal(await couponGiftSweep.run(nextDay), null)
    assert.deepEqual(await holder(work, couponId), [from, 'unused'])
    const third = await offer()
    await acceptCoupon(work, { giftId: third, memberId: to })
    await assert.rejects(offerCoupon(work, { giftId: newId(), memberId: to, couponId }), { code: 'coupon_gift_again' })
  }),
)

test(
  'a gift is no way round the limit of a kind',
  inWork(async (work) => {
    const { to, templateId, offer } = await giver(work, 1)
    await makeCoupon(work, to, templateId)
    await assert.rejects(acceptCoupon(work, { giftId: await offer(), memberId: to }), { code: 'coupon_member_limit' })
  }),
)

test(
  'the page of a gift names the days that are left in the shop’s own calendar, and that the money put aside may run out',
  inWork(async (work) => {
    await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const fixed = { kind: 'fixed', startsDay: '2026-03-01', endsDay: '2026-03-31' } as const
    const { id: templateId } = await makeCouponTemplate(work, { validity: fixed, budgetCents: 5_000 })
    const { id: couponId } = await makeCoupon(work, memberId, templateId)
    const { giftId } = await offerCoupon(work, { giftId: newId(), memberId, couponId })
    const { restrictions } = await giftView(work, giftId)
    assert.deepEqual(restrictions.zh, [
      ...['2026-03-01 至 2026-03-31 有效', '同类优惠券每单限用一张', '优惠总额有限，用完为止'],
    ])
  }),
)

test(
  'a claim page of a limited kind says when all are gone',
  inWork(async (work) => {
    await makeShop(work)
    const { id: templateId } = await makeCouponTemplate(work, { isClaimable: true, totalLimit: 1 })
    assert.equal((await claimView(work, templateId)).state, 'open')
    await makeCoupon(work, (await makeMember(work)).id, templateId)
    assert.equal((await claimView(work, templateId)).state, 'gone')
  }),
)

test('a link opens what it was made for, and one that was made up opens nothing', () => {
  const key = Buffer.alloc(32, 'k')
  const link = { kind: 'gift', merchantId: newId(), id: newId() } as const
  const token = couponLinkToken(key, link)
  assert.deepEqual(
    openCouponLink(token, () => key),
    link,
  )
  assert.equal(
    openCouponLink(token, () => Buffer.alloc(32, 'x')),
    null,
  )
  const bytes = Buffer.from(token, 'base64url')
  bytes[0] = 0 // a gift's link is no claim page
  assert.equal(
    openCouponLink(bytes.toString('base64url'), () => key),
    null,
  )
  assert.equal(
    openCouponLink('', () => key),
    null,
  )
})
