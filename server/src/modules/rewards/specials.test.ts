import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { refreshForecast } from '#modules/points/forecast-refresh.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeReward, makeSpecial } from '#testing/make-reward.ts'
import { makeSale } from '#testing/make-sale.ts'
import { holdings, makePoints } from '#testing/make-value.ts'
import { committed, inWork } from '#testing/work.ts'
import { priceOfReward, readOffers } from './price-reward.ts'
import { redeemReward } from './redeem-reward.ts'
import { readReward } from './reward-queries.ts'
import { stopSpecial } from './save-special.ts'
import { cancelRedemption } from './settle-redemption.ts'
import { outlookOf } from './special-outlook.ts'
import { listSpecials } from './special-queries.ts'

const refusedAs = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

async function makeSaver(work: Work, points = 1_000, expiresDay = '2026-12-31') {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  await makePoints(work, memberId, points, expiresDay)
  return { storeId, memberId }
}

async function priceOf(work: Work, memberId: string, rewardId: string) {
  const reward = await readReward(work, rewardId)
  return priceOfReward(reward!, 1, await readOffers(work, memberId))
}

type Wish = { memberId: string; rewardId: string; storeId: string; points: number; specialId?: string }
const redeem = (work: Work, wish: Wish) =>
  redeemReward(work, { redemptionId: newId(), quantity: 1, address: null, cashCents: 0, ...wish })

test(
  'a rescue catalogue is seen by those alone whose points are about to end, at its own prices',
  inWork(async (work) => {
    const { storeId, memberId } = await makeSaver(work, 300, '2026-03-08')
    const { id: otherId } = await makeMember(work)
    await makePoints(work, otherId, 300, '2026-12-31')
    const { id: rewardId } = await makeReward(work, { points: 400, isRescueOnly: true })
    const { id: specialId } = await makeSpecial(work, {
      kind: 'rescue',
      withinDays: 7,
      rateBps: null,
      prices: { [rewardId]: 250 },
    })
    assert.equal(await priceOf(work, otherId, rewardId), null)
    await assert.rejects(
      redeem(work, { memberId: otherId, rewardId, storeId, points: 250, specialId }),
      refusedAs('reward_not_on'),
    )
    assert.equal((await priceOf(work, memberId, rewardId))!.points, 250)
    await redeem(work, { memberId, rewardId, storeId, points: 250, specialId })
    assert.equal((await holdings(work, memberId)).points, 50)
    assert.equal((await listSpecials(work, null))[0]!.usedPoints, 150)
  }),
)

test(
  'points in their last days are worth more, and taken back they come back as they were paid, the budget with them',
  inWork(async (work) => {
    const { storeId, memberId } = await makeSaver(work, 300, '2026-03-03')
    await makePoints(work, memberId, 500, '2026-12-31')
    const { id: rewardId } = await makeReward(work, { points: 400 })
    const { id: specialId } = await makeSpecial(work, { kind: 'worth', withinDays: 7, rateBps: 12_000 })
    const price = await priceOf(work, memberId, rewardId)
    assert.deepEqual([price!.points, price!.spared[0]!.endingPoints], [340, 300])
    const { redemptionId } = await redeem(work, { memberId, rewardId, storeId, points: 340, specialId })
    assert.equal((await holdings(work, memberId)).points, 460)
    assert.equal((await listSpecials(work, null))[0]!.usedPoints, 60)
    await cancelRedemption(work, { redemptionId, memberIds: null })
    assert.equal((await holdings(work, memberId)).points, 800)
    assert.equal((await listSpecials(work, null))[0]!.usedPoints, 0)
  }),
)

test(
  'a price that was shown is not taken once the special is stopped, spent or over: each with its code',
  inWork(async (work) => {
    const { storeId, memberId } = await makeSaver(work)
    const { id: rewardId } = await makeReward(work, { points: 100 })
    const { id: specialId } = await makeSpecial(work, { rateBps: 5_000, budgetPoints: 80 })
    const wish = { memberId, rewardId, storeId, points: 50, specialId }
    await redeem(work, wish)
    await assert.rejects(redeem(work, wish), refusedAs('special_spent'))
    await assert.rejects(redeem(work, { ...wish, points: 90 }), refusedAs('special_spent'))
    const { specialId: _seen, ...unseen } = wish
    await assert.rejects(redeem(work, { ...unseen, points: 90 }), refusedAs('quote_changed'))
    await redeem(work, { ...unseen, points: 100 })
    await stopSpecial(work, specialId)
    await assert.rejects(redeem(work, wish), refusedAs('special_over'))
    const { id: next } = await makeSpecial(work, { rateBps: 5_000, toDay: '2026-03-01' })
    await redeem(work, { ...wish, specialId: next })
    const tomorrow = work.as(work.actor, new Date(work.at.getTime() + 86_400_000))
    await assert.rejects(redeem(tomorrow, { ...wish, specialId: next }), refusedAs('special_over'))
    await assert.rejects(stopSpecial(work, newId()), refusedAs('special_not_found'))
  }),
)

test(
  'prices that are none, days that are over, rewards that are not there: nothing is published',
  inWork(async (work) => {
    await makeShop(work)
    const { id } = await makeReward(work, { points: 100 })
    await assert.rejects(makeSpecial(work, { prices: { [id]: 100 } }), refusedAs('special_price_higher'))
    await assert.rejects(makeSpecial(work, { prices: { [newId()]: 50 } }), refusedAs('reward_not_found'))
    await assert.rejects(
      makeSpecial(work, { fromDay: '2026-02-01', toDay: '2026-02-28' }),
      refusedAs('special_days_wrong'),
    )
    assert.equal((await listSpecials(work, null)).length, 0)
  }),
)

test('20 members at once on a redemption day whose budget is for three: three have it, and the budget is never exceeded', async () => {
  const merchantId = newId()
  const { memberIds, wish } = await committed(merchantId, async (work) => {
    const { storeId } = await makeShop(work)
    const { id: rewardId } = await makeReward(work, { points: 100 })
    const { id: specialId } = await makeSpecial(work, { rateBps: 5_000, budgetPoints: 170 })
    const members: string[] = []
    for (let count = 0; count < 20; count++) {
      const { id } = await makeMember(work)
      await makePoints(work, id, 100, '2026-12-31')
      members.push(id)
    }
    return { memberIds: members, wish: { rewardId, storeId, points: 50, specialId } }
  })
  const outcomes = await Promise.allSettled(
    memberIds.map((memberId) => committed(merchantId, (work) => redeem(work, { ...wish, memberId }))),
  )
  const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'had' : (outcome.reason as Refused).code))
  assert.deepEqual(
    [codes.filter((code) => code === 'had').length, new Set(codes)],
    [3, new Set(['had', 'special_spent'])],
  )
  await committed(merchantId, async (work) => {
    assert.equal((await listSpecials(work, null))[0]!.usedPoints, 150)
  })
})

test(
  'a look ahead tells the days, who it is for, and the most it can cost, the budget included',
  inWork(async (work) => {
    const { memberId, storeId } = await makeSaver(work, 600, '2026-03-05')
    const { id: rewardId } = await makeReward(work, { points: 100 })
    while (!(await refreshForecast(work)));
    const terms = {
      ...{ name: '临期加值', fromDay: '2026-03-01', toDay: '2026-03-07', weekDays: null, monthDays: null },
      ...{ minEnding: 0, tillRateBps: null, budgetPoints: 100, prices: {} },
    }
    const worth = await outlookOf(work, { ...terms, kind: 'worth', withinDays: 7, rateBps: 12_000 }, '2026-03-01')
    assert.deepEqual([worth.days.length, worth.audience, worth.mostPoints], [7, { members: 1, points: 600 }, 100])
    const open = { ...terms, budgetPoints: null }
    const rescue = await outlookOf(work, { ...open, kind: 'rescue', withinDays: 7, rateBps: 5_000 }, '2026-03-01')
    assert.equal(rescue.mostPoints, 600, 'half the price doubles what ends')
    for (let count = 0; count < 3; count++) await redeem(work, { memberId, rewardId, storeId, points: 100 })
    const day = await outlookOf(
      work,
      { ...open, kind: 'day', withinDays: null, rateBps: 5_000, toDay: '2026-03-30' },
      '2026-03-01',
    )
    assert.deepEqual([day.likelyPoints, day.mostPoints], [50, null], 'three in 90 days, 50 spared each, 30 days')
    const { id: itemId } = await makeItem(work)
    await setRedeemPolicy(work, {
      ...{ version: 0, returnedExpired: 'grace', graceDays: 3 },
      rule: { points: 1, worthCents: 1, minPoints: 0, stepPoints: 1, maxShareBps: 10_000 },
    })
    await makeSale(work, { memberId, storeId, items: [[itemId, 1]], points: 180 })
    const atTill = {
      ...open,
      kind: 'day' as const,
      withinDays: null,
      rateBps: null,
      tillRateBps: 15_000,
      toDay: '2026-03-30',
    }
    const till = await outlookOf(work, atTill, '2026-03-01')
    assert.deepEqual(
      [till.likelyPoints, till.likelyTillPoints],
      [30, 30],
      '180 points paid in 90 days, half as much again, 30 days',
    )
  }),
)
