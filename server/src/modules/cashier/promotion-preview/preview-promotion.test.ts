import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { App } from '#platform/http.ts'
import { always } from '#shared/recurring-times.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop, makeStore, makeUser, type MadeShop, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { committed, testAt } from '#testing/work.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let shirtId: string

const draft = {
  ...{ promotionId: null, days: 30, name: '满 150 减 20', useLimit: null, memberLimit: null, budgetCents: null },
  terms: {
    offer: {
      ...{ kind: 'threshold_off', isRepeating: false, maxTimes: null },
      steps: [{ thresholdCents: 15_000, offCents: 2_000 }],
    },
    ...{ scope: wholeCatalogue, storeIds: null, isMembersOnly: false, tierIds: null, times: always, priority: 100 },
    stacking: { group: 'promotion', per: 'line', withCoupons: true, withMemberPrice: true },
  },
}

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  const { merchantId, storeId } = shop
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const daysAgo = (days: number) => new Date(testAt.getTime() - days * 86_400_000)
  shirtId = await committed(merchantId, async (work) => (await makeItem(work)).id, { at: daysAgo(60) })
  const memberId = await committed(merchantId, async (work) => (await makeMember(work)).id, { at: daysAgo(60) })
  // Two shirts to a member last week, one a day later, and two long before anybody looks.
  for (const [days, units] of [
    [45, 2],
    [7, 2],
    [6, 1],
  ] as const)
    await committed(merchantId, (work) => makeSale(work, { storeId, memberId, items: [[shirtId, units]] }), {
      at: daysAgo(days),
    })
})

const preview = (by: SignedIn, change: object = {}) =>
  by.call({ method: 'POST', url: '/promotions/previews', payload: { ...draft, ...change } })

test('the owner sees what a draft would have cost on the month’s sales, and which goods', async () => {
  const { status, body } = await preview(owner)
  assert.equal(status, 200, JSON.stringify(body))
  const { sales, touchedSales, touchedMembers, offCents, touchedCents, isCut, items } = body
  assert.deepEqual(
    [sales, touchedSales, touchedMembers, offCents, touchedCents, isCut],
    [2, 1, 1, 2_000, 20_000, false],
  )
  assert.deepEqual(
    items.map((item: { itemId: string; offCents: number }) => [item.itemId, item.offCents]),
    [[shirtId, 2_000]],
  )
  assert.equal((await preview(owner, { days: 60 })).body.touchedSales, 2)
})

test('staff of another store see none of it, cashiers ask for nothing, and a draft that cannot be is refused', async () => {
  const { merchantId } = shop
  const elsewhere = await committed(merchantId, async (work) => {
    const { storeId } = await makeStore(work)
    return makeUser(work, { permissions: ['promotions.manage'], storeIds: [storeId] })
  })
  const stranger = await signIn(app, { merchantId, userId: elsewhere.userId })
  assert.deepEqual((await preview(stranger)).body.sales, 0)
  const { userId } = await committed(merchantId, (work) => makeUser(work, { role: 'cashier' }))
  assert.equal((await preview(await signIn(app, { merchantId, userId }))).status, 403)
  const steps = [{ thresholdCents: 1_000, offCents: 2_000 }]
  const unfit = { ...draft.terms, offer: { ...draft.terms.offer, steps } }
  assert.equal((await preview(owner, { terms: unfit })).body.code, 'invalid_promotion_steps')
})
