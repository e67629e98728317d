import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { couponEndSweep } from './tell-ends.ts'
import { planCouponUse } from './coupon-rules.ts'
import { lockCoupons, writeCouponUses } from './use-coupons.ts'

const on = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * 86_400_000))

async function sweep(work: TestWork, days: number) {
  const now = on(work, days)
  while ((await couponEndSweep.run(now)) === now.at);
}

const told = (work: TestWork) =>
  work.events
    .filter(({ event }) => event.type === 'coupon.ends_soon')
    .map(({ event }) => [event.data?.['day'], event.data?.['daysLeft']])

async function couponFor(work: TestWork, days: number) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  const template = await makeCouponTemplate(work, { validity: { kind: 'after_issue', startsAfterDays: 0, days } })
  return { storeId, memberId, templateId: template.id, couponId: (await makeCoupon(work, memberId, template.id)).id }
}

suite('telling of coupons that end', () => {
  test(
    'a member is told of a coupon seven days and one day before its last one, once each, and never after',
    inWork(async (work) => {
      const { memberId, couponId, templateId } = await couponFor(work, 30)
      for (let day = 0; day < 40; day++) for (let run = 0; run < 2; run++) await sweep(work, day)
      assert.deepEqual(told(work), [
        ['2026-03-30', 7],
        ['2026-03-30', 1],
      ])
      const { event } = work.events.find((each) => each.event.type === 'coupon.ends_soon')!
      assert.deepEqual(event.subject, { kind: 'member', id: memberId })
      assert.deepEqual(event.data, { couponId, templateId, day: '2026-03-30', daysLeft: 7, step: 7 })
    }),
  )

  test(
    'whoever was just given a coupon for ten days hears of its end only on the day before',
    inWork(async (work) => {
      await couponFor(work, 10)
      for (let day = 0; day < 12; day++) await sweep(work, day)
      assert.deepEqual(told(work), [['2026-03-10', 1]])
    }),
  )

  test(
    'a coupon that is used is spoken of no more',
    inWork(async (work) => {
      const { couponId, memberId, storeId } = await couponFor(work, 30)
      const sale = { saleId: newId(), storeId, timeZone: 'Asia/Shanghai', memberId, at: work.at }
      const state = await lockCoupons(work, [couponId])
      await writeCouponUses(work, accept(planCouponUse(state, sale, [{ couponId, offCents: 1_000 }])))
      await sweep(work, 25)
      assert.deepEqual(told(work), [])
    }),
  )
})
