import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeAsker, makeFlow } from '#testing/make-leaving.ts'
import { makeCommittedShop, signIn, type MadeShop, type SignedIn } from '#testing/make-merchant.ts'
import { makeComponent, makePlan, type MadePlan } from '#testing/make-pass.ts'
import { makeSale } from '#testing/make-sale.ts'
import { committed, testAt } from '#testing/work.ts'
import { finishLeaving } from './leave.ts'
import { readReport } from './report.ts'
import { takeOffer } from './take-offer.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let plan: MadePlan
const month = 86_400_000 * 31
const period = { from: new Date(testAt.getTime() - month), until: new Date(testAt.getTime() + month) }
const later = { at: new Date(testAt.getTime() + month) }

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  await committed(shop.merchantId, async (work) => {
    const usual = { reasons: [], minPaidCents: 0, minDaysHeld: 0, costCents: 7_777, maxCostBps: 10_000 }
    const words = { zh: '多十天', en: 'Ten days more' }
    const extension = { ...usual, code: 'days', words, terms: { kind: 'extension' as const, days: 10 } }
    await makeFlow(work, {
      ...{
        offers: [{ ...extension, monthlyBudgetCents: null, validHours: 24 }],
        holdoutBps: 5_000,
        callBackDays: null,
      },
    })
    // 300.00 for 30 days from the sale: 10.00 a day.
    plan = await makePlan(work, {
      ...{ kind: 'term', name: '三十天卡', priceCents: 30_000, validity: { unit: 'day', count: 30 } },
      components: [makeComponent({ name: '瑜伽', units: null, listCents: 30_000 })],
    })
  })
})

/** A member of the wanted side of the lot who holds the plan and set out to leave at once. */
async function asker(work: Work, isOut: boolean) {
  const { offers, ...asked } = await makeAsker(work, { storeId: shop.storeId, plan, isOut })
  return { ...asked, offer: offers[0] }
}

test('the report tells margin per leaver: earned, less costs known and by share, less what offers cost', async () => {
  await committed(shop.merchantId, async (work) => {
    const { storeId } = shop
    // Kept by ten days, which cost 100.00; buys a cream of 100.00 that cost 40.00.
    const kept = await asker(work, false)
    await takeOffer(work, { leavingId: kept.leavingId, offerId: kept.offer!.id })
    const cream = await makeItem(work, { listPriceCents: 10_000, costCents: 4_000 })
    await makeSale(work, { storeId, memberId: kept.memberId, items: [[cream.id, 1]] })
    // Held out, leaves within the days of withdrawal: all comes back.
    const gone = await asker(work, true)
    await finishLeaving(work, { leavingId: gone.leavingId, time: 'now', fingerprint: null })
  })
  const { effects } = await committed(shop.merchantId, (work) => readReport(work, period), later)
  const { money } = effects.find(({ days }) => days === 30)!
  // Thirty of forty days at 10.00, and the cream: 400.00 − (40 % of 300.00 + 40.00) − 100.00.
  assert.deepEqual(money.offered, { revenueCents: 40_000, costCents: 16_000, offerCents: 10_000 })
  // One day was had, and nothing was kept: serving it cost 4.00.
  assert.deepEqual(money.heldOut, { revenueCents: 0, costCents: 400, offerCents: 0 })
  assert.deepEqual([money.offeredCents, money.heldOutCents, money.differenceCents], [14_000, -400, 14_400])
  assert.deepEqual(money.counted, {
    ...{ leavers: 2, knownCostCents: 4_000, sharedCostCents: 12_400, passesBroughtIn: 0 },
  })
})

test('what things cost is said by the shop, once for each version, and the report counts with it', async () => {
  const shares = { version: 0, passBps: 1_000, goodsBps: 6_000, serviceBps: 4_000 }
  const plans = [{ planId: plan.planId, kind: 'share', bps: 2_000 }]
  const save = (payload: object) => owner.call({ method: 'PUT', url: '/retention-cost-shares', payload })
  assert.equal((await save({ ...shares, plans: [...plans, ...plans] })).body.code, 'invalid_input')
  assert.deepEqual((await save({ ...shares, plans })).body, { version: 1 })
  assert.equal((await save({ ...shares, plans })).body.code, 'cost_shares_changed')
  const { effects, costShares } = await committed(shop.merchantId, (work) => readReport(work, period), later)
  assert.deepEqual(costShares, { ...shares, plans, version: 1 })
  assert.equal(effects[0]!.money.offered!.costCents, 10_000, '20 % of 300.00 and the cream')
})
