import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { publishRescue } from '#modules/points/rescue-policy.ts'
import { readRescuable } from '#modules/points/rescue-reinstate.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeReward, makeSpecial } from '#testing/make-reward.ts'
import { holdings, makePoints } from '#testing/make-value.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { priceOfReward, readOffers } from './price-reward.ts'
import { redeemReward } from './redeem-reward.ts'
import { readReward } from './reward-queries.ts'
import { cancelRedemption } from './settle-redemption.ts'

const refusedAs = (code: string) => (error: unknown) => error instanceof Refused && error.code === code
const later = (work: TestWork, days: number) =>
  work.as(work.actor, new Date(work.at.getTime() + days * 86_400_000)) as TestWork

/** A member with 40 points to spend and 300 that ended five days ago; a bag in the mall, cheaper in the rescue. */
async function makeLapsed(work: TestWork) {
  const { storeId } = await makeShop(work)
  await publishRescue(work, { version: 0, graceDays: 14, minPurchaseCents: 5_000, lifeDays: 30 })
  const { id: memberId } = await makeMember(work)
  await makePoints(work, memberId, 300, '2026-03-03')
  await makePoints(work, memberId, 40, '2026-12-31')
  const { id: rewardId } = await makeReward(work, { points: 250 })
  const rescue = { kind: 'rescue', withinDays: 7, rateBps: null, prices: { [rewardId]: 200 } } as const
  const { id: specialId } = await makeSpecial(work, rescue)
  const now = later(work, 7)
  await expireValue(now)
  const redeem = (points: number, special: string | null = specialId, when: TestWork = now) => {
    const redemptionId = newId()
    const wish = { redemptionId, memberId, rewardId, quantity: 1, storeId, address: null, cashCents: 0 }
    return redeemReward(when, { ...wish, points, specialId: special })
  }
  return { now, memberId, rewardId, specialId, redeem }
}

const gracedOf = async (work: Work, memberId: string) =>
  (await readRescuable(work, memberId, 14)).reduce((sum, { points }) => sum + points, 0)

test(
  'points in grace are no money, but pay what is short of a rescue’s price, and of no other',
  inWork(async (work) => {
    const { now, memberId, rewardId, redeem } = await makeLapsed(work)
    const offers = await readOffers(now, memberId)
    const price = priceOfReward((await readReward(now, rewardId))!, 1, offers)
    assert.deepEqual([offers.graced, price!.points], [300, 200], 'whose points ended is asked to the rescue, too')
    await redeem(200)
    assert.equal((await holdings(now, memberId)).points, 0, 'their own are spent first, 160 came from those in grace')
    assert.equal(await gracedOf(now, memberId), 140)
    await assert.rejects(redeem(200), refusedAs('balance_insufficient'), 'fewer are left than are missing')
    assert.equal(await gracedOf(now, memberId), 140, 'and nothing was brought back for it')
    const { id: plainId } = await makeReward(now, { points: 100, mayDeliver: true })
    const wish = { redemptionId: newId(), memberId, rewardId: plainId, quantity: 1, storeId: null }
    await assert.rejects(
      redeemReward(now, { ...wish, address: '上海 长乐路 1 号', points: 100, cashCents: 0 }),
      refusedAs('balance_insufficient'),
      'no other reward takes them',
    )
    assert.ok((await verifyLedger(now)).ok)
  }),
)

test(
  'a rescue that is called off gives points back as they were: usable ones usable, those in grace in grace',
  inWork(async (work) => {
    const { now, memberId, redeem } = await makeLapsed(work)
    const { redemptionId } = await redeem(200)
    const after = later(now, 1)
    await cancelRedemption(after, { redemptionId, memberIds: null })
    assert.equal((await holdings(after, memberId)).points, 40)
    assert.equal(await gracedOf(after, memberId), 300)
    assert.ok((await verifyLedger(after)).ok)
  }),
)

test(
  'the days of grace go on while a rescue is reserved: calling off and redeeming again prolongs nothing',
  inWork(async (work) => {
    const { now, memberId, specialId, redeem } = await makeLapsed(work)
    const until = (await readRescuable(now, memberId, 14)).map((lot) => lot.until.toISOString())
    for (const days of [0, 2, 4]) {
      const { redemptionId } = await redeem(200, specialId, later(now, days))
      const after = later(now, days + 1)
      await cancelRedemption(after, { redemptionId, memberIds: null })
      const left = await readRescuable(after, memberId, 14)
      assert.deepEqual([left.map((lot) => lot.until.toISOString()), left.map(({ points }) => points)], [until, [300]])
    }
    const { redemptionId } = await redeem(200, specialId, later(now, 5))
    const after = later(now, 15)
    await cancelRedemption(after, { redemptionId, memberIds: null })
    assert.equal(await gracedOf(after, memberId), 0, 'what was reserved past its days of grace has no more of them')
    assert.equal((await holdings(after, memberId)).points, 40, 'the member’s own points come back')
    assert.ok((await verifyLedger(after)).ok)
  }),
)
