import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { adjustStock, setStorePolicy } from '#modules/stock/adjust-stock.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeRefund } from '#testing/make-refund.ts'
import { givePoints, makeReward } from '#testing/make-reward.ts'
import { makeSale, saleInputOf } from '#testing/make-sale.ts'
import { holdings } from '#testing/make-value.ts'
import { committed, inWork, testAt } from '#testing/work.ts'
import { exchangedRewards } from './hear-coupons.ts'
import { pickUpCode } from './pick-up-code.ts'
import { redeemReward } from './redeem-reward.ts'
import { listRedemptions } from './redemption-queries.ts'
import { readReward } from './reward-queries.ts'
import {
  cancelRedemption,
  handOut,
  receive,
  rewardSweep,
  sendOut,
  takeOutOfSale,
  takeParcelBack,
} from './settle-redemption.ts'

const refusedAs = (code: string) => (error: unknown) => error instanceof Refused && error.code === code
const day = 86_400_000

async function makeCounter(work: Work, given: { countedMilli?: number; name?: string } = {}) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  await givePoints(work, memberId, storeId, 1_000)
  const { id: itemId } = await makeItem(work, { tracksStock: true })
  const { countedMilli = 5_000 } = given
  const count = { adjustmentId: newId(), storeId, reason: '盘点', adjustments: [{ itemId, countedMilli }] }
  if (countedMilli > 0) await adjustStock(work, count)
  return { storeId, memberId, itemId }
}

type Wish = Pick<Parameters<typeof redeemReward>[1], 'memberId' | 'rewardId' | 'storeId'> &
  Partial<Parameters<typeof redeemReward>[1]>
const redeem = (work: Work, wish: Wish) =>
  redeemReward(work, { redemptionId: newId(), quantity: 1, address: null, points: 100, cashCents: 0, ...wish })

const last = async (work: Work, memberId: string) =>
  (await listRedemptions(work, { memberIds: [memberId], state: null }, { before: null, limit: 1 }))[0]!

async function onHand(work: Work, itemId: string): Promise<number> {
  const [row] = await work.send<{ units: number }>(sql`
    select coalesce(sum(quantity_milli), 0)::bigint as units from stock.on_hand
     where merchant_id = ${work.merchantId} and item_id = ${itemId}`)
  return row!.units
}

async function couponOf(work: Work, memberId: string): Promise<string> {
  return (await last(work, memberId)).couponId!
}

/** What the outbox would tell of a coupon. */
async function hear(work: Work, type: 'coupon.used' | 'coupon.returned', data: Record<string, unknown>) {
  const event = { id: newId(), type, subject: { kind: 'member', id: newId() }, sequence: 1, at: work.at, data }
  await exchangedRewards.handle(work, event as unknown as Parameters<typeof exchangedRewards.handle>[1])
}

test(
  'goods of the mall leave the shelf when they are handed out, once, and none where the shelf is empty',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeCounter(work, { countedMilli: 1_000 })
    const { id: rewardId } = await makeReward(work, { itemId })
    await redeem(work, { memberId, rewardId, storeId })
    assert.equal(await onHand(work, itemId), 1_000, 'a reservation takes nothing yet')
    const code = pickUpCode(work, await last(work, memberId))!
    await handOut(work, { code, storeId })
    await assert.rejects(handOut(work, { code, storeId }), refusedAs('redemption_over'))
    assert.equal(await onHand(work, itemId), 0)
    await setStorePolicy(work, { storeId, maySellBelowZero: false })
    await redeem(work, { memberId, rewardId, storeId })
    const next = pickUpCode(work, await last(work, memberId))!
    await assert.rejects(handOut(work, { code: next, storeId }), refusedAs('stock_short'))
    assert.equal((await last(work, memberId)).state, 'reserved')
  }),
)

test('50 tills with one code: one hands out, and one piece leaves the shelf', async () => {
  const merchantId = newId()
  const { code, storeId, itemId } = await committed(merchantId, async (work) => {
    const counter = await makeCounter(work)
    const { id: rewardId } = await makeReward(work, { itemId: counter.itemId })
    await redeem(work, { ...counter, rewardId })
    return { ...counter, code: pickUpCode(work, await last(work, counter.memberId))! }
  })
  const tries = Array.from({ length: 50 }, () => committed(merchantId, (work) => handOut(work, { code, storeId })))
  const outcomes = await Promise.allSettled(tries)
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') assert.equal((outcome.reason as Refused).code, 'redemption_over')
  await committed(merchantId, async (work) => assert.equal(await onHand(work, itemId), 4_000))
})

test(
  'a parcel is sent from a shelf, received by its member, and by itself after 15 days',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeCounter(work)
    const { id: rewardId } = await makeReward(work, { itemId, mayDeliver: true })
    const parcel = { memberId, rewardId, storeId: null, address: '李小红 人民路 1 号' }
    const { redemptionId } = await redeem(work, parcel)
    await assert.rejects(receive(work, { redemptionId, memberIds: null }), refusedAs('redemption_over'))
    await sendOut(work, { redemptionId, storeId, tracking: 'SF1' })
    assert.equal(await onHand(work, itemId), 4_000)
    await assert.rejects(receive(work, { redemptionId, memberIds: [newId()] }), refusedAs('redemption_not_found'))
    await receive(work, { redemptionId, memberIds: [memberId] })
    assert.equal((await last(work, memberId)).state, 'done')
    const second = await redeem(work, parcel)
    await sendOut(work, { ...second, storeId, tracking: 'SF2' })
    await rewardSweep.run(work.as(work.actor, new Date(testAt.getTime() + 15 * day - 1)))
    assert.equal((await last(work, memberId)).state, 'sent')
    await rewardSweep.run(work.as(work.actor, new Date(testAt.getTime() + 15 * day)))
    assert.equal((await last(work, memberId)).state, 'done')
    const third = await redeem(work, parcel)
    await sendOut(work, { ...third, storeId, tracking: 'SF3' })
    await takeParcelBack(work, { ...third, storeId })
    assert.deepEqual([await onHand(work, itemId), (await holdings(work, memberId)).points], [3_000, 800])
    await assert.rejects(takeParcelBack(work, { ...third, storeId }), refusedAs('redemption_over'))
  }),
)

test(
  'points now and the rest at the till: one sale takes the item at its price beside goods for so much, by any tender',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeCounter(work)
    const { id: other } = await makeItem(work)
    const terms = { itemId, cashCents: 990, tillPay: 'must', minPurchaseCents: 10_000, unitsLeft: 1 } as const
    const { id: rewardId } = await makeReward(work, terms)
    await assert.rejects(redeem(work, { memberId, rewardId, storeId, cashCents: 990 }), refusedAs('reward_till_pay'))
    await redeem(work, { memberId, rewardId, storeId, cashCents: 990, isPaidAtTill: true })
    assert.equal((await holdings(work, memberId)).points, 900)
    const code = pickUpCode(work, await last(work, memberId))!
    await assert.rejects(handOut(work, { code, storeId }), refusedAs('reward_pay_at_till'))
    const couponId = await couponOf(work, memberId)
    const alone = saleInputOf(work, { storeId, memberId, items: [[itemId, 1]], couponIds: [couponId] })
    await assert.rejects(alone, refusedAs('coupon_below_threshold'))
    const items = [
      [itemId, 2],
      [other, 1],
    ] as const
    const sale = await makeSale(work, { storeId, memberId, items, couponIds: [couponId] })
    assert.equal(sale.netCents, 10_000 + 990 + 10_000, 'one piece at its price, the other at its own')
    assert.equal(await onHand(work, itemId), 3_000)
    await hear(work, 'coupon.used', { couponId, saleId: sale.saleId })
    assert.equal((await last(work, memberId)).state, 'done')
    await assert.rejects(
      cancelRedemption(work, { redemptionId: (await last(work, memberId)).id, memberIds: null }),
      refusedAs('redemption_over'),
    )
    await makeRefund(work, sale)
    await hear(work, 'coupon.returned', { couponId, endsAt: new Date(testAt.getTime() + day).toISOString() })
    assert.equal((await last(work, memberId)).state, 'reserved')
    await cancelRedemption(work, { redemptionId: (await last(work, memberId)).id, memberIds: null })
    assert.equal((await holdings(work, memberId)).points, 1_000)
    assert.equal((await readReward(work, rewardId))!.unitsLeft, 1)
    const again = makeSale(work, { storeId, memberId, items, couponIds: [couponId] })
    await assert.rejects(again, refusedAs('coupon_void'))
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'what nobody paid for at the till goes back by itself, unless a sale took it that nobody told of yet',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeCounter(work)
    const { id: rewardId } = await makeReward(work, { itemId, cashCents: 990, tillPay: 'may', holdHours: 24 })
    const wish = { memberId, rewardId, storeId, cashCents: 990, isPaidAtTill: true }
    await redeem(work, wish)
    const later = work.as(work.actor, new Date(testAt.getTime() + day))
    await rewardSweep.run(later)
    assert.deepEqual([(await last(work, memberId)).state, (await holdings(work, memberId)).points], ['expired', 1_000])
    const dropped = await redeem(work, wish)
    await takeOutOfSale(work, dropped)
    assert.deepEqual(
      [(await last(work, memberId)).state, (await holdings(work, memberId)).points],
      ['cancelled', 1_000],
    )
    await assert.rejects(takeOutOfSale(work, dropped), refusedAs('redemption_over'))
    const plain = await redeem(work, { memberId, rewardId: (await makeReward(work)).id, storeId })
    await assert.rejects(takeOutOfSale(work, plain), refusedAs('redemption_not_found'))
    await cancelRedemption(work, { ...plain, memberIds: null })
    await redeem(work, wish)
    await makeSale(work, { storeId, memberId, items: [[itemId, 1]], couponIds: [await couponOf(work, memberId)] })
    await rewardSweep.run(later)
    assert.deepEqual([(await last(work, memberId)).state, (await holdings(work, memberId)).points], ['done', 900])
    await assert.rejects(
      redeem(work, { ...wish, quantity: 2, points: 200, cashCents: 1_980 }),
      refusedAs('reward_one_at_a_time'),
    )
  }),
)

test(
  'a reward without an item is not paid at the till, none is of what is no goods, and the clock does not go back',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeCounter(work)
    await assert.rejects(makeReward(work, { tillPay: 'may', cashCents: 100 }), refusedAs('reward_incomplete'))
    await assert.rejects(makeReward(work, { itemId, minPurchaseCents: 100 }), refusedAs('reward_incomplete'))
    await assert.rejects(makeReward(work, { itemId: newId() }), refusedAs('reward_item_unfit'))
    const { id: rigid } = await makeItem(work, { isDiscountable: false })
    await assert.rejects(
      makeReward(work, { itemId: rigid, tillPay: 'may', cashCents: 100 }),
      refusedAs('reward_item_unfit'),
    )
    const { id: rewardId } = await makeReward(work, { itemId })
    await assert.rejects(
      redeem(work, { memberId, rewardId, storeId, isPaidAtTill: true }),
      refusedAs('reward_till_pay'),
    )
    const { redemptionId } = await redeem(work, { memberId, rewardId, storeId })
    const back = work.as(work.actor, new Date(testAt.getTime() - day))
    const code = pickUpCode(work, await last(work, memberId))!
    await assert.rejects(redeem(back, { memberId, rewardId, storeId }), refusedAs('reward_clock_back'))
    await assert.rejects(handOut(back, { code, storeId }), refusedAs('reward_clock_back'))
    await assert.rejects(cancelRedemption(back, { redemptionId, memberIds: null }), refusedAs('reward_clock_back'))
  }),
)
