import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinHousehold } from '#modules/members/member-household.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeFlow } from '#testing/make-leaving.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import type { OfferRule } from './flow-types.ts'
import { beginLeaving, finishLeaving } from './leave.ts'
import { takeOffer } from './take-offer.ts'

const rule = (given: Pick<OfferRule, 'code' | 'terms'>): OfferRule => ({
  ...{ words: { zh: '方案', en: 'Offer' }, reasons: [], minPaidCents: 0, minDaysHeld: 0, costCents: 0 },
  ...{ maxCostBps: 10_000, monthlyBudgetCents: null, validHours: 24, ...given },
})
const later = (work: TestWork, days: number) =>
  work.as(work.actor, new Date(testAt.getTime() + days * 86_400_000)) as TestWork

/** Sets out to leave a pass bought for it; what was offered, and the leaving. */
async function setOut(work: Work, { storeId, memberId }: { storeId: string; memberId: string }) {
  const { passId } = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
  const leavingId = newId()
  const { offers } = await beginLeaving(work, { leavingId, passId, memberId, channel: 'portal' })
  return { leavingId, offers, kinds: offers.map(({ kind }) => kind) }
}

test(
  'who took an offer is made none for the days of the cooldown, and nobody of the household either; strangers are',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await makeFlow(work, { cooldownDays: 180, lifetimeCap: 9 })
    const [{ id: memberId }, { id: mateId }, { id: strangerId }] = [
      await makeMember(work),
      await makeMember(work),
      await makeMember(work),
    ]
    await joinHousehold(work, { id: newId(), memberId, withMemberId: mateId, name: '一家' })
    const first = await setOut(work, { storeId, memberId })
    await takeOffer(work, { leavingId: first.leavingId, offerId: first.offers[0]!.id })
    const soon = later(work, 179)
    for (const [who, kinds] of [
      [memberId, []],
      [mateId, []],
      [strangerId, ['contact']],
    ] as const) {
      assert.deepEqual((await setOut(soon, { storeId, memberId: who })).kinds, kinds, who)
    }
    const after = later(work, 180)
    assert.deepEqual((await setOut(after, { storeId, memberId: mateId })).kinds, ['contact'])
  }),
)

test(
  'who took as many offers as one ever may is made none any more, and leaves as before',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await makeFlow(work, { cooldownDays: 0, lifetimeCap: 2 })
    const { id: memberId } = await makeMember(work)
    for (const day of [0, 1]) {
      const { leavingId, offers } = await setOut(later(work, day), { storeId, memberId })
      await takeOffer(later(work, day), { leavingId, offerId: offers[0]!.id })
    }
    const third = await setOut(later(work, 2), { storeId, memberId })
    assert.deepEqual(third.kinds, [])
    const { leaving } = await finishLeaving(later(work, 2), { ...third, time: 'now', fingerprint: null })
    assert.equal(leaving.doneAs, 'cancelled')
  }),
)

test(
  'who set out to leave and stayed for a coupon twice comes for the coupon: none is offered, the advisor still is',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: templateId } = await makeCouponTemplate(work)
    const discount = rule({ code: 'less', terms: { kind: 'discount', templateId } })
    await makeFlow(work, { offers: [discount], cooldownDays: 0, lifetimeCap: 9 })
    const { id: memberId } = await makeMember(work)
    for (const day of [0, 1]) {
      const { leavingId, offers } = await setOut(later(work, day), { storeId, memberId })
      assert.equal(offers.length, 1, `day ${day}`)
      await takeOffer(later(work, day), { leavingId, offerId: offers[0]!.id })
    }
    const advisor = rule({ code: 'advisor', terms: { kind: 'contact' } })
    await makeFlow(work, { offers: [advisor, discount], cooldownDays: 0, lifetimeCap: 9 })
    assert.deepEqual((await setOut(later(work, 2), { storeId, memberId })).kinds, ['contact'])
    const { id: newcomer } = await makeMember(work)
    assert.deepEqual((await setOut(later(work, 2), { storeId, memberId: newcomer })).kinds, ['contact', 'discount'])
  }),
)
