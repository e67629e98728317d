import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { givePoints, makeReward } from '#testing/make-reward.ts'
import { makeOffer, makeTopUp } from '#testing/make-top-up.ts'
import { committed, inWork, testAt } from '#testing/work.ts'
import { donatePoints, openCharity } from './donate-points.ts'
import { listCharities } from './charity-queries.ts'
import { enterDraw, publishDraw, shownSeed } from './draw-prize.ts'
import { listDraws, listEntries } from './draw-queries.ts'
import { checkPrizes, type Prize, prizeAt, rollOf, wholeOdds } from './draw-rules.ts'
import { answerGift, giftSweep, offerGift } from './gift-points.ts'
import { builtInGiftPolicy } from '#modules/points/mall-terms-rules.ts'
import { checkGift } from './gift-rules.ts'
import { writeGiftPolicy } from './gift-queries.ts'
import { pickUpCode } from './pick-up-code.ts'
import { redeemReward } from './redeem-reward.ts'
import { listRedemptions } from './redemption-queries.ts'
import { readReward } from './reward-queries.ts'
import { cancelRedemption, handOut, rewardSweep } from './settle-redemption.ts'

async function pointsOf(work: Work, memberId: string): Promise<number> {
  const key = { ownerKind: 'member', ownerId: memberId, asset: 'points' } as const
  return availableUnits(await readLedger(work, [key]), [key], work.at)
}

async function storedOf(work: Work, memberId: string): Promise<number> {
  const purse = storedValuePurse(memberId)
  return availableUnits(await readLedger(work, purse), purse, work.at)
}

async function makeSaver(work: Work, points = 1_000) {
  const shop = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  await givePoints(work, memberId, shop.storeId, points)
  return { ...shop, memberId }
}

type Wish = { memberId: string; rewardId: string; storeId: string | null } & Partial<Parameters<typeof redeemReward>[1]>
const redeem = (work: Work, wish: Wish) =>
  redeemReward(work, { redemptionId: newId(), quantity: 1, address: null, points: 100, cashCents: 0, ...wish })

const one = async (work: Work, memberId: string) =>
  (await listRedemptions(work, { memberIds: [memberId], state: null }, { before: null, limit: 1 }))[0]!

const refusedAs = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

test(
  'a reward is paid with points and stored value, handed over once for its code, and gone from the stock',
  inWork(async (work) => {
    const { storeId, memberId } = await makeSaver(work)
    await makeTopUp(work, { storeId, memberId, offerId: (await makeOffer(work)).id })
    const stored = await storedOf(work, memberId)
    const { id: rewardId } = await makeReward(work, { cashCents: 990, unitsLeft: 2 })
    await redeem(work, { memberId, rewardId, storeId, cashCents: 990 })
    assert.deepEqual([await pointsOf(work, memberId), await storedOf(work, memberId)], [900, stored - 990])
    assert.equal((await readReward(work, rewardId))!.unitsLeft, 1)
    const code = pickUpCode(work, await one(work, memberId))!
    await handOut(work, { code: code.toLowerCase(), storeId })
    assert.equal((await one(work, memberId)).state, 'done')
    await assert.rejects(handOut(work, { code, storeId }), refusedAs('redemption_over'))
    await assert.rejects(handOut(work, { code: '0000-0000-00000', storeId }), refusedAs('pick_up_code_not_found'))
    assert.equal(pickUpCode(work, await one(work, memberId)), null)
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'taken back, points come back as points and money as stored value, and the limit is free again',
  inWork(async (work) => {
    const { storeId, memberId } = await makeSaver(work)
    await makeTopUp(work, { storeId, memberId, offerId: (await makeOffer(work)).id })
    const stored = await storedOf(work, memberId)
    const { id: rewardId } = await makeReward(work, { cashCents: 990, unitsLeft: 1, memberLimit: 1 })
    const wish = { memberId, rewardId, storeId, cashCents: 990 }
    const { redemptionId } = await redeem(work, wish)
    await assert.rejects(redeem(work, wish), refusedAs('reward_sold_out'))
    await assert.rejects(
      cancelRedemption(work, { redemptionId, memberIds: [newId()] }),
      refusedAs('redemption_not_found'),
    )
    await cancelRedemption(work, { redemptionId, memberIds: [memberId] })
    assert.deepEqual([await pointsOf(work, memberId), await storedOf(work, memberId)], [1_000, stored])
    await assert.rejects(cancelRedemption(work, { redemptionId, memberIds: null }), refusedAs('redemption_over'))
    await redeem(work, wish)
    assert.equal((await readReward(work, rewardId))!.unitsLeft, 0)
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test('what nobody picked up in time goes back by itself', async () => {
  const merchantId = newId()
  const { memberId, rewardId } = await committed(merchantId, async (work) => {
    const saver = await makeSaver(work)
    const reward = await makeReward(work, { unitsLeft: 1, holdHours: 24 })
    await redeem(work, { memberId: saver.memberId, rewardId: reward.id, storeId: saver.storeId })
    return { memberId: saver.memberId, rewardId: reward.id }
  })
  const at = new Date(testAt.getTime() + 24 * 3_600_000)
  await committed(merchantId, (work) => rewardSweep.run(work), { at: new Date(at.getTime() - 1) })
  assert.equal((await committed(merchantId, (work) => one(work, memberId))).state, 'reserved')
  await committed(merchantId, (work) => rewardSweep.run(work), { at })
  await committed(
    merchantId,
    async (work) => {
      assert.equal((await one(work, memberId)).state, 'expired')
      assert.equal(await pointsOf(work, memberId), 1_000)
      assert.equal((await readReward(work, rewardId))!.unitsLeft, 1)
    },
    { at },
  )
})

test(
  'another price, another store, nothing left, too many for one, too few points: each is refused, nothing is paid',
  inWork(async (work) => {
    const { storeId, memberId } = await makeSaver(work)
    const { id: rewardId } = await makeReward(work, { memberLimit: 2 })
    const wish = { memberId, rewardId, storeId }
    await assert.rejects(redeem(work, { ...wish, points: 90 }), refusedAs('quote_changed'))
    await assert.rejects(redeem(work, { ...wish, storeId: null }), refusedAs('reward_pick_up_store'))
    await assert.rejects(
      redeem(work, { ...wish, storeId: null, address: '人民路 1 号' }),
      refusedAs('reward_not_delivered'),
    )
    await assert.rejects(redeem(work, { ...wish, quantity: 3, points: 300 }), refusedAs('reward_member_limit'))
    const empty = await makeReward(work, { unitsLeft: 0 })
    await assert.rejects(redeem(work, { ...wish, rewardId: empty.id }), refusedAs('reward_sold_out'))
    const over = await makeReward(work, { endsAt: testAt })
    await assert.rejects(redeem(work, { ...wish, rewardId: over.id }), refusedAs('reward_not_on'))
    assert.equal(await pointsOf(work, memberId), 1_000)
  }),
)

test('64 members at once after the last piece: one has it, and nobody else paid', async () => {
  const merchantId = newId()
  const { memberIds, rewardId, storeId } = await committed(merchantId, async (work) => {
    const { storeId } = await makeShop(work)
    const { id } = await makeReward(work, { unitsLeft: 1 })
    const members: string[] = []
    for (let count = 0; count < 64; count++) {
      const member = await makeMember(work)
      await givePoints(work, member.id, storeId, 100)
      members.push(member.id)
    }
    return { memberIds: members, rewardId: id, storeId }
  })
  const outcomes = await Promise.allSettled(
    memberIds.map((memberId) => committed(merchantId, (work) => redeem(work, { memberId, rewardId, storeId }))),
  )
  const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'had' : (outcome.reason as Refused).code))
  assert.deepEqual(
    [codes.filter((code) => code === 'had').length, new Set(codes)],
    [1, new Set(['had', 'reward_sold_out'])],
  )
  await committed(merchantId, async (work) => {
    const left = await Promise.all(memberIds.map((memberId) => pointsOf(work, memberId)))
    assert.equal(left.filter((points) => points === 0).length, 1)
    assert.equal((await verifyLedger(work)).firstBroken, null)
  })
})

async function makeFriends(work: Work) {
  const { storeId, memberId } = await makeSaver(work)
  const phone = freshPhone()
  const { id: friendId } = await makeMember(work, { phone })
  await writeGiftPolicy(work, { ...builtInGiftPolicy, memberDays: 0 })
  return { storeId, memberId, friendId, phone }
}

test(
  'a gift lies held until it is accepted, and moves with the expiry it had',
  inWork(async (work) => {
    const { memberId, friendId, phone } = await makeFriends(work)
    const { giftId } = await offerGift(work, { giftId: newId(), fromId: memberId, phone, points: 300 })
    assert.deepEqual([await pointsOf(work, memberId), await pointsOf(work, friendId)], [700, 0])
    assert.ok(work.emitted.includes('points.gift_offered'))
    const no = { giftId, memberIds: [memberId], isAccepted: true }
    await assert.rejects(answerGift(work, no), refusedAs('gift_not_found'))
    const expiryOf = async (ownerId: string) => {
      const state = await readLedger(work, [{ ownerKind: 'member', ownerId, asset: 'points' }])
      return [...state.lots.values()].map(({ expiry }) => expiry?.day ?? null)
    }
    const before = await expiryOf(memberId)
    await answerGift(work, { giftId, memberIds: [friendId], isAccepted: true })
    assert.deepEqual([await pointsOf(work, memberId), await pointsOf(work, friendId)], [700, 300])
    assert.deepEqual(await expiryOf(friendId), before)
    await assert.rejects(answerGift(work, { giftId, memberIds: [friendId], isAccepted: true }), refusedAs('gift_over'))
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'a gift said no to goes back; one may not go back to who gave it, nor to oneself, nor to nobody',
  inWork(async (work) => {
    const { memberId, friendId, phone, storeId } = await makeFriends(work)
    const mine = freshPhone()
    const { id: third } = await makeMember(work, { phone: mine })
    const first = await offerGift(work, { giftId: newId(), fromId: memberId, phone, points: 100 })
    await answerGift(work, { giftId: first.giftId, memberIds: [friendId], isAccepted: false })
    assert.equal(await pointsOf(work, memberId), 1_000)
    await givePoints(work, third, storeId, 500)
    const second = await offerGift(work, { giftId: newId(), fromId: third, phone, points: 100 })
    await answerGift(work, { giftId: second.giftId, memberIds: [friendId], isAccepted: true })
    await assert.rejects(
      offerGift(work, { giftId: newId(), fromId: friendId, phone: mine, points: 10 }),
      refusedAs('gift_loop'),
    )
    await assert.rejects(
      offerGift(work, { giftId: newId(), fromId: third, phone: mine, points: 1 }),
      refusedAs('gift_to_self'),
    )
    await assert.rejects(
      offerGift(work, { giftId: newId(), fromId: third, phone: freshPhone(), points: 1 }),
      refusedAs('gift_receiver_not_found'),
    )
  }),
)

test('a gift that nobody answers goes back after a day', async () => {
  const merchantId = newId()
  const { memberId, giftId, friendId } = await committed(merchantId, async (work) => {
    const { memberId, friendId, phone } = await makeFriends(work)
    const { giftId } = await offerGift(work, { giftId: newId(), fromId: memberId, phone, points: 100 })
    return { memberId, giftId, friendId }
  })
  const at = new Date(testAt.getTime() + 86_400_000)
  const late = committed(merchantId, (work) => answerGift(work, { giftId, memberIds: [friendId], isAccepted: true }), {
    at,
  })
  await assert.rejects(late, refusedAs('gift_over'))
  await committed(merchantId, (work) => giftSweep.run(work), { at })
  assert.equal(await committed(merchantId, (work) => pointsOf(work, memberId), { at }), 1_000)
})

test('caps of gifts are of calendar days and years in the shop’s zone', () => {
  const facts = {
    ...{ points: 400, at: new Date('2026-03-01T15:59:00Z'), timeZone: 'Asia/Shanghai', isLoop: false, isSelf: false },
    ...{ enrolledAt: new Date('2025-01-01'), given: [{ points: 700, at: new Date('2026-03-01T01:00:00Z') }] },
    ...{ available: 10_000, refunded: 0 },
  }
  const code = (given: Partial<typeof facts>) => checkGift(builtInGiftPolicy, { ...facts, ...given })?.code ?? null
  assert.equal(code({}), 'gift_day_most')
  assert.equal(code({ at: new Date('2026-03-01T16:00:00Z') }), null, 'midnight in Shanghai')
  assert.equal(code({ given: [{ points: 9_700, at: new Date('2026-01-05') }] }), 'gift_year_most')
  assert.equal(code({ given: [{ points: 9_700, at: new Date('2025-12-31T15:00:00Z') }] }), null)
  assert.equal(code({ enrolledAt: new Date('2026-02-15') }), 'gift_too_early')
})

test(
  'points given to a charity are gone for good, and stand in its public total',
  inWork(async (work) => {
    const { memberId } = await makeSaver(work)
    const { charityId } = await openCharity(work, {
      charityId: newId(),
      name: '春蕾计划',
      note: '',
      centsPerHundred: 99,
    })
    const { worthCents } = await donatePoints(work, { donationId: newId(), memberId, charityId, points: 250 })
    assert.equal(worthCents, 247)
    const [charity] = await listCharities(work, true)
    assert.deepEqual([charity!.points, charity!.worthCents, charity!.donations], [250, 247, 1])
    assert.equal(await pointsOf(work, memberId), 750)
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

const pointsPrize: Prize = {
  ...{ name: '50 积分', kind: 'points', points: 50, couponTemplateId: null, rewardId: null, worthCents: 50 },
  ...{ oddsPpm: 500_000, total: 1_000 },
}
const drawInput = (prizes: Prize[]) => ({
  ...{ drawId: newId(), name: '会员日抽奖', rules: '每天三次', costPoints: 10, dayMost: 3 },
  ...{ startsAt: testAt, endsAt: new Date(testAt.getTime() + 86_400_000), prizes },
})

test('odds hit as published: each roll belongs to one prize or none, over the whole range', () => {
  const odds = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(odds, (list) => {
      const prizes = list.map((oddsPpm) => ({ oddsPpm }))
      let edge = 0
      for (const [position, oddsPpm] of list.entries()) {
        assert.equal(prizeAt(prizes, edge), position)
        assert.equal(prizeAt(prizes, edge + oddsPpm - 1), position)
        edge += oddsPpm
      }
      assert.equal(edge < wholeOdds ? prizeAt(prizes, edge) : null, null)
    }),
  )
  const dear = { ...pointsPrize, worthCents: 5_000_001 }
  assert.equal(checkPrizes([dear])?.code, 'draw_prize_too_dear')
  assert.equal(checkPrizes([pointsPrize, pointsPrize, pointsPrize])?.code, 'draw_odds_too_high')
  assert.equal(checkPrizes([{ ...pointsPrize, points: null }])?.code, 'draw_prize_incomplete')
})

test('a draw shows its seed when it is over, and every result can be computed from it', async () => {
  const merchantId = newId()
  const { memberId, commitment, drawId } = await committed(merchantId, async (work) => {
    const { memberId } = await makeSaver(work)
    const { drawId, commitment } = await publishDraw(work, drawInput([pointsPrize]))
    for (let count = 0; count < 3; count++) await enterDraw(work, { entryId: newId(), drawId, memberId })
    await assert.rejects(enterDraw(work, { entryId: newId(), drawId, memberId }), refusedAs('draw_day_most'))
    const [draw] = await listDraws(work)
    assert.equal(shownSeed(work, draw!), null)
    return { memberId, commitment, drawId }
  })
  const at = new Date(testAt.getTime() + 86_400_000)
  await committed(
    merchantId,
    async (work) => {
      const [draw] = await listDraws(work)
      const seed = shownSeed(work, draw!)!
      assert.equal(createHash('sha256').update(seed).digest('hex'), commitment)
      const entries = await listEntries(work, [memberId])
      assert.deepEqual(entries.map(({ number }) => number).sort(), [1, 2, 3])
      for (const { number, roll, prizePosition } of entries) {
        assert.equal(roll, rollOf(createHmac('sha256', seed).update(`${drawId}/${number}`).digest('hex')))
        assert.equal(prizePosition, roll < 500_000 ? 0 : null)
      }
      const won = entries.filter(({ prizePosition }) => prizePosition === 0).length
      assert.equal(await pointsOf(work, memberId), 1_000 - 30 + 50 * won)
      assert.equal((await verifyLedger(work)).firstBroken, null)
    },
    { at },
  )
})

test(
  'a prize that is gone gives the points back, and is never given once too often',
  inWork(async (work) => {
    const { memberId } = await makeSaver(work)
    const { id: rewardId } = await makeReward(work, { unitsLeft: 1 })
    const prize: Prize = { ...pointsPrize, kind: 'reward', points: null, rewardId, oddsPpm: wholeOdds, total: 2 }
    const { drawId } = await publishDraw(work, drawInput([prize]))
    const first = await enterDraw(work, { entryId: newId(), drawId, memberId })
    const second = await enterDraw(work, { entryId: newId(), drawId, memberId })
    assert.deepEqual([first.prize, first.isRefunded, second.prize, second.isRefunded], [prize.name, false, null, true])
    assert.equal(await pointsOf(work, memberId), 990)
    assert.equal((await one(work, memberId)).points, 0)
    assert.equal((await readReward(work, rewardId))!.unitsLeft, 0)
  }),
)
