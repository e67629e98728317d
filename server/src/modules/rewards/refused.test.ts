import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { caller, makeCommittedShop, makeShop, signIn } from '#testing/make-merchant.ts'
import { givePoints, makeReward } from '#testing/make-reward.ts'
import { inWork, testAt } from '#testing/work.ts'
import { closeCharity, donatePoints, openCharity } from './donate-points.ts'
import { closeDraw, enterDraw, publishDraw } from './draw-prize.ts'
import { offerGift } from './gift-points.ts'
import { writeGiftPolicy } from './gift-queries.ts'
import { readReward } from './reward-queries.ts'
import { saveReward } from './save-reward.ts'

test(
  'gifts that the shop turned off, and donations to what is none or was closed, are refused',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const phone = freshPhone()
    const { id: memberId } = await makeMember(work)
    await makeMember(work, { phone })
    await givePoints(work, memberId, storeId, 500)
    await writeGiftPolicy(work, { isOn: false, dayMost: 1_000, yearMost: 10_000, memberDays: 0 })
    await assert.rejects(offerGift(work, { giftId: newId(), fromId: memberId, phone, points: 100 }), {
      code: 'gifts_off',
    })
    const charityId = newId()
    const donate = () => donatePoints(work, { donationId: newId(), memberId, charityId, points: 100 })
    await assert.rejects(donate(), { code: 'charity_not_found' })
    await assert.rejects(closeCharity(work, charityId), { code: 'charity_not_found' })
    await openCharity(work, { charityId, name: '乡村图书角', note: '', centsPerHundred: 100 })
    await donate()
    await closeCharity(work, charityId)
    await assert.rejects(donate(), { code: 'charity_not_found' })
  }),
)

test(
  'a draw without prizes, one that ends before it begins, or that is none is refused',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    await givePoints(work, memberId, storeId, 500)
    const prize = {
      ...{ name: '50 积分', kind: 'points' as const, points: 50, couponTemplateId: null, rewardId: null },
      ...{ worthCents: 50, oddsPpm: 1_000, total: 1 },
    }
    const draw = { drawId: newId(), name: '抽奖', rules: '每天一次', costPoints: 10, dayMost: 1, startsAt: testAt }
    const endsAt = new Date(testAt.getTime() + 86_400_000)
    await assert.rejects(publishDraw(work, { ...draw, endsAt, prizes: [] }), { code: 'draw_needs_prizes' })
    await assert.rejects(publishDraw(work, { ...draw, endsAt: testAt, prizes: [prize] }), {
      code: 'invalid_draw_times',
    })
    await assert.rejects(closeDraw(work, newId()), { code: 'draw_not_found' })
    await assert.rejects(enterDraw(work, { entryId: newId(), drawId: newId(), memberId }), { code: 'draw_not_found' })
  }),
)

test(
  'a reward changed over a version that nobody saw is refused, and stays as it was',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeReward(work, { points: 100 })
    const { stoppedAt: _, exchangeTemplateId: __, ...row } = (await readReward(work, id))!
    await saveReward(work, { ...row, points: 120 })
    await assert.rejects(saveReward(work, { ...row, points: 90 }), { code: 'reward_changed' })
    assert.equal((await readReward(work, id))!.points, 120)
  }),
)

test('a certificate that is none, and the link of a coupon that is none, say so to whoever opens them', async () => {
  const app = await testApp()
  const shop = await makeCommittedShop()
  const stranger = caller(app)
  const certificate = await stranger.call({ url: `/donation-certificates/${shop.merchantId}/${newId()}` })
  assert.deepEqual([certificate.status, certificate.body.code], [404, 'donation_not_found'])
  const link = await stranger.call({ url: `/coupon-links/${'a'.repeat(40)}` })
  assert.deepEqual([link.status, link.body.code], [404, 'coupon_link_not_found'])
  const owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  const template = await owner.call({ url: `/coupon-templates/${newId()}` })
  assert.deepEqual([template.status, template.body.code], [404, 'coupon_template_not_found'])
})
