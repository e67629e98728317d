import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { testApp } from '#testing/app.ts'
import { makeAsker, makeFlow } from '#testing/make-leaving.ts'
import { makeCommittedShop, signIn, type MadeShop, type SignedIn } from '#testing/make-merchant.ts'
import { makePlan, type MadePlan } from '#testing/make-pass.ts'
import { committed, testAt } from '#testing/work.ts'
import type { OfferRule } from './flow-types.ts'
import { judgeOffers, judgingSweep } from './judge-offers.ts'
import { takeOffer } from './take-offer.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let plan: MadePlan
const words = { zh: '顾问上门', en: 'An advisor comes' }
// Costs 3,000.00 for who paid 1,600.00: whatever it does, the shop loses.
const dear: OfferRule = {
  ...{ code: 'visit', words, terms: { kind: 'contact' }, reasons: [], minPaidCents: 0, minDaysHeld: 0 },
  ...{ costCents: 300_000, maxCostBps: 100_000, monthlyBudgetCents: null, validHours: 24 },
}
const rest: OfferRule = { ...dear, code: 'rest', terms: { kind: 'freeze', days: 10 }, costCents: 0 }
const inDays = (days: number) => ({ at: new Date(testAt.getTime() + days * 86_400_000) })

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  plan = await committed(shop.merchantId, async (work) => {
    await makeFlow(work, { offers: [dear, rest], holdoutBps: 5_000 })
    return makePlan(work)
  })
})

/** Somebody of the wanted side of the lot who sets out to leave a pass of 1,600.00. */
const asker = (work: Work, isOut: boolean) => makeAsker(work, { storeId: shop.storeId, plan, isOut })

const results = async () => {
  const { status, body } = await owner.call({ url: '/offer-results' })
  assert.equal(status, 200, JSON.stringify(body))
  return body.items as { code: string; made: number; taken: number; withheld: number; stop: { offerStopId: string } }[]
}
const sweep = (days: number) => committed(shop.merchantId, (work) => judgingSweep.run(work), inDays(days))

test('an offer that costs more than its takers are worth is stopped by itself within two weeks, the other goes on; somebody may let it go on', async () => {
  await committed(shop.merchantId, async (work) => {
    for (let count = 0; count < 10; count++) {
      const { leavingId, offers } = await asker(work, false)
      assert.deepEqual(
        offers.map(({ code }) => code),
        ['visit', 'rest'],
      )
      await takeOffer(work, { leavingId, offerId: offers[0]!.id })
    }
    assert.deepEqual((await asker(work, true)).offers, [], 'held out: made none, but counted against')
  })
  assert.equal((await sweep(6))?.getTime(), inDays(13).at.getTime(), 'too young to be judged: again in a week')
  assert.deepEqual(
    (await committed(shop.merchantId, async (work) => (await asker(work, false)).offers, inDays(6))).map(
      ({ code }) => code,
    ),
    ['visit', 'rest'],
  )
  await sweep(13)
  const [visit, other] = await committed(shop.merchantId, (work) => judgeOffers(work), inDays(14))
  assert.deepEqual([visit!.made, visit!.taken, visit!.withheld, visit!.ground], [11, 10, 1, 'costs_more'])
  assert.deepEqual([visit!.stop?.ground, other!.stop], ['costs_more', null])
  const next = await committed(shop.merchantId, (work) => asker(work, false), inDays(14))
  assert.deepEqual(
    next.offers.map(({ code }) => code),
    ['rest'],
    'it is made no more',
  )

  const [stopped] = await results()
  assert.ok(stopped!.stop)
  const url = `/offer-stops/${stopped!.stop.offerStopId}`
  const lift = () => owner.call({ method: 'DELETE', url })
  assert.equal((await lift()).status, 200)
  assert.equal((await lift()).body.code, 'offer_stop_not_found')
  assert.equal((await results())[0]!.stop, null)
})
