import assert from 'node:assert/strict'
import { test } from 'node:test'
import { earlyHolders } from '#modules/passes/pass-privileges.ts'
import { opensOf } from '#modules/passes/plan-opens.ts'
import { changePlan, createPlan } from '#modules/passes/save-plan.ts'
import { freezePass, previewFreeze } from '#modules/passes/freeze-pass.ts'
import { readPricing } from '#modules/cashier/sale/quote-sale.ts'
import { sell, type SaleInput } from '#modules/cashier/sale/sell.ts'
import { claimCoupon } from '#modules/coupons/issue-coupons.ts'
import { changePromotion } from '#modules/promotions/save-promotion.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan, makeTerms } from '#testing/make-pass.ts'
import { makePromotion, promotionDraft } from '#testing/make-promotion.ts'
import { givePoints, makeReward } from '#testing/make-reward.ts'
import { saleInputOf } from '#testing/make-sale.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { enterDraw, publishDraw } from './draw-prize.ts'
import { opensBy } from './early-access.ts'
import { redeemReward } from './redeem-reward.ts'
import { listRewards } from './reward-queries.ts'

const inHours = (hours: number) => new Date(testAt.getTime() + hours * 3_600_000)

const later = (work: TestWork, ms: number): TestWork => ({ ...work, at: new Date(work.at.getTime() + ms) })

async function makeEarly(work: Work) {
  const { storeId } = await makeShop(work)
  const plan = await makePlan(work, { benefits: [{ kind: 'early_access', hours: 24 }] })
  const { id: holder } = await makeMember(work)
  const { id: other } = await makeMember(work)
  const { passId } = await makePass(work, { storeId, memberId: holder, plan })
  for (const memberId of [holder, other]) await givePoints(work, memberId, storeId, 1_000)
  return { storeId, holder, other, passId }
}

const wish = (memberId: string, rewardId: string, storeId: string) => ({
  ...{ redemptionId: newId(), memberId, rewardId, storeId, quantity: 1, address: null, points: 100, cashCents: 0 },
})

test(
  'what opens tomorrow is open to who holds a pass with early access, and refused to all others; not a day before that',
  inWork(async (work) => {
    const { storeId, holder, other } = await makeEarly(work)
    const { id: soon } = await makeReward(work, { startsAt: inHours(23) })
    const { id: later } = await makeReward(work, { startsAt: inHours(25) })
    assert.deepEqual([await opensBy(work, holder), await opensBy(work, other)], [inHours(24), testAt])
    const shown = await listRewards(work, true, await opensBy(work, holder))
    assert.deepEqual(
      shown.map(({ id }) => id),
      [soon],
    )
    assert.deepEqual(await listRewards(work, true), [])
    await redeemReward(work, wish(holder, soon, storeId))
    await assert.rejects(redeemReward(work, wish(other, soon, storeId)), { code: 'reward_not_on' })
    await assert.rejects(redeemReward(work, wish(holder, later, storeId)), { code: 'reward_not_on' })

    const prize = { name: '50 积分', kind: 'points' as const, points: 50, couponTemplateId: null, rewardId: null }
    const { drawId } = await publishDraw(work, {
      ...{ drawId: newId(), name: '抽奖', rules: '每天一次', costPoints: 1, dayMost: 3 },
      ...{ startsAt: inHours(10), endsAt: inHours(20), prizes: [{ ...prize, worthCents: 50, oddsPpm: 1, total: 1 }] },
    })
    assert.equal((await enterDraw(work, { entryId: newId(), drawId, memberId: holder })).number, 1)
    await assert.rejects(enterDraw(work, { entryId: newId(), drawId, memberId: other }), { code: 'draw_not_on' })
  }),
)

test(
  'a pass that rests opens nothing earlier',
  inWork(async (work) => {
    const { holder, passId } = await makeEarly(work)
    const days = { fromDay: '2026-03-01', untilDay: '2026-03-10' }
    const { fingerprint } = await previewFreeze(work, passId, days)
    await freezePass(work, { passId, freezeId: newId(), ...days, fingerprint, reason: '出差' })
    assert.deepEqual(await opensBy(work, holder), testAt)
  }),
)

/** What a cart of one of these costs somebody now, and what of the promotions it was given. */
async function sold(work: Work, wish: { storeId: string; memberId: string | null; itemId: string }) {
  const { storeId, memberId, itemId } = wish
  const input = await saleInputOf(work, { storeId, memberId, items: [[itemId, 1]] })
  const [booked] = await sell(work, [{ work, input, key: newId() }])
  return booked instanceof Refused ? booked.code : booked!.netCents
}

test(
  'a promotion of tomorrow lowers the price today for who comes earlier, is counted, and for nobody else',
  inWork(async (work) => {
    const { storeId, holder, other } = await makeEarly(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 10_000 })
    await makePromotion(work, { startsAt: inHours(23), endsAt: inHours(48), useLimit: 5 })
    const cart = { storeId, itemId }
    const early = await sold(work, { ...cart, memberId: holder })
    assert.ok(typeof early === 'number' && early < 10_000, String(early))
    assert.equal(await sold(work, { ...cart, memberId: other }), 10_000)
    assert.equal(await sold(work, { ...cart, memberId: null }), 10_000)
    // Both in one batch of the lane: each has the price that is its own.
    const wishes = [holder, other].map((memberId) => saleInputOf(work, { storeId, memberId, items: [[itemId, 1]] }))
    const inputs: SaleInput[] = await Promise.all(wishes)
    const booked = await sell(
      work,
      inputs.map((input) => ({ work, input, key: newId() })),
    )
    assert.deepEqual(
      booked.map((sale) => (sale instanceof Refused ? sale.code : sale.netCents)),
      [early, 10_000],
    )
  }),
)

test(
  'a version that is to take over tomorrow takes over then for everybody: nobody has both',
  inWork(async (work) => {
    const { storeId, holder } = await makeEarly(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 10_000 })
    const running = { startsAt: inHours(-24), endsAt: inHours(48) }
    const { id: promotionId } = await makePromotion(work, running)
    await changePromotion(work, {
      ...{ promotionId, version: 1, validFrom: inHours(10) },
      ...promotionDraft({ ...running, name: '改版' }),
    })
    const cart = { storeId, memberId: holder, lines: [{ lineId: newId(), productId: itemId, quantityMilli: 1_000 }] }
    const { facts } = await readPricing(work, cart)
    assert.deepEqual(
      facts.promotions.map(({ version }) => version),
      [1],
    )
  }),
)

test(
  'an item is not sold before it opens, but to who comes earlier; from its hour on to everybody',
  inWork(async (work) => {
    const { storeId, holder, other } = await makeEarly(work)
    const { id: itemId } = await makeItem(work, { listPriceCents: 10_000, opensAt: inHours(23) })
    const cart = { storeId, itemId }
    assert.equal(await sold(work, { ...cart, memberId: holder }), 10_000)
    assert.equal(await sold(work, { ...cart, memberId: other }), 'item_not_open')
    assert.equal(await sold(work, { ...cart, memberId: null }), 'item_not_open')
    assert.equal(await sold(later(work, 23 * 3_600_000), { ...cart, memberId: other }), 10_000)
    const { id: farId } = await makeItem(work, { listPriceCents: 10_000, opensAt: inHours(25) })
    assert.equal(await sold(work, { storeId, itemId: farId, memberId: holder }), 'item_not_open')
  }),
)

test(
  'a coupon is taken from its link from its hour on, and earlier by who comes earlier',
  inWork(async (work) => {
    const { holder, other } = await makeEarly(work)
    const { id: templateId } = await makeCouponTemplate(work, { isClaimable: true, claimOpensAt: inHours(23) })
    const claim = async (memberId: string) =>
      claimCoupon(work, { issueId: newId(), templateId, memberId, opensBy: await opensBy(work, memberId) })
    assert.ok((await claim(holder)).couponId)
    await assert.rejects(claim(other), {
      code: 'coupon_claim_not_open',
      details: { opensAt: inHours(23).toISOString() },
    })
  }),
)

test(
  'a till keeps to whom things open earlier and until when; a pass that rests is not among them',
  inWork(async (work) => {
    const { holder, passId } = await makeEarly(work)
    const kept = async () => (await earlyHolders(work)).map(({ memberId, hours }) => [memberId, hours])
    assert.deepEqual(await kept(), [[holder, 24]])
    assert.ok((await earlyHolders(work))[0]!.untilAt! > testAt)
    const days = { fromDay: '2026-03-01', untilDay: '2026-03-10' }
    const { fingerprint } = await previewFreeze(work, passId, days)
    await freezePass(work, { passId, freezeId: newId(), ...days, fingerprint, reason: '出差' })
    assert.deepEqual(await kept(), [])
  }),
)

test(
  'a plan that opens tomorrow is sold today to who comes earlier, to nobody else, and opened at once when that is taken back',
  inWork(async (work) => {
    const { storeId, holder, other } = await makeEarly(work)
    const planId = newId()
    const input = { kind: 'count' as const, name: '新品五次卡', priceCents: 50_000, terms: makeTerms() }
    const { version } = await createPlan(work, planId, { ...input, opensAt: inHours(23) })
    const sellTo = (memberId: string) => makePass(work, { storeId, memberId, plan: { planId, version } })
    assert.deepEqual(await opensOf(work, [{ planId }]), new Map([[planId, inHours(23)]]))
    await assert.rejects(sellTo(other), { code: 'item_not_open' })
    await sellTo(holder)
    await changePlan(work, planId, { ...input, version })
    await assert.rejects(sellTo(other), { code: 'item_not_open' })
    await changePlan(work, planId, { ...input, version, opensAt: null })
    await sellTo(other)
  }),
)
