import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { runDueWork } from '#platform/due-work.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, makeStore, makeUser, type MadeShop, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makeParkedSale } from '#testing/make-parked-sale.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { parkedSweep } from './park-sale.ts'
import { readParkedState } from './parked-queries.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let itemId: string
let memberId: string

before(async () => {
  app = await testApp()
  const merchantId = newId()
  shop = await committed(merchantId, (work) => makeShop(work))
  await committed(merchantId, async (work) => {
    itemId = (await makeItem(work)).id
    memberId = (await makeMember(work)).id
  })
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
})

const line = () => ({ lineId: newId(), productId: itemId, quantityMilli: 1000, note: '少冰', salespersonId: newId() })
const payload = (given: object = {}) => ({
  storeId: shop.storeId,
  shownCents: 10_000,
  label: '红衣服的客人',
  cart: { saleId: newId(), memberId, lines: [line()], note: '等会来拿', ...given },
})
const park = (body: object = payload()) => owner.call({ method: 'POST', url: '/parked-sales', payload: body })
const list = async () => (await owner.call({ url: `/parked-sales?storeId=${shop.storeId}` })).body.items
const take = (id: string) => owner.call({ method: 'POST', url: `/parked-sales/${id}/takeover` })

test('a parked sale keeps its lines, its member and its notes, and every till of the store sees it', async () => {
  const body = payload()
  const { body: answer, status } = await park(body)
  assert.equal(status, 201)
  const row = (await list()).find((each: { parkedSaleId: string }) => each.parkedSaleId === answer.parkedSaleId)
  assert.equal(row.label, '红衣服的客人')
  assert.equal(row.lineCount, 1)
  assert.equal(row.memberId, memberId)
  assert.ok(row.memberName)
  const shown = await owner.call({ url: `/parked-sales/${answer.parkedSaleId}` })
  assert.deepEqual(shown.body.cart, body.cart)
})

test('a plan that renews a pass is parked with the pass and the version that was shown', async () => {
  const renewal = { lineId: newId(), productId: newId(), quantityMilli: 1000, renewsPassId: newId(), planVersion: 3 }
  const { body, status } = await park(payload({ lines: [renewal] }))
  assert.equal(status, 201)
  const shown = await owner.call({ url: `/parked-sales/${body.parkedSaleId}` })
  assert.deepEqual(shown.body.cart.lines, [renewal])
})

test('fifty tills take the same parked sale at once: exactly one gets it', async () => {
  const { body } = await park()
  const answers = await Promise.all(Array.from({ length: 50 }, () => take(body.parkedSaleId)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.equal(answers.filter(({ body: { code } }) => code === 'parked_sale_gone').length, 49)
  assert.ok(!(await list()).some((each: { parkedSaleId: string }) => each.parkedSaleId === body.parkedSaleId))
})

test('a till that lost the answer takes again with the same key and hears the same', async () => {
  const { body } = await park()
  const again = { method: 'POST' as const, url: `/parked-sales/${body.parkedSaleId}/takeover`, key: newId() }
  assert.deepEqual([(await owner.call(again)).status, (await owner.call(again)).status], [200, 200])
})

test('who waits with a pass that puts its holder first is shown so', async () => {
  const memberId = await committed(shop.merchantId, async (work) => {
    const { id } = await makeMember(work)
    const plan = await makePlan(work, { benefits: [{ kind: 'priority', level: 2 }] })
    await makePass(work, { storeId: shop.storeId, memberId: id, plan })
    const item = await makeItem(work)
    await makeParkedSale(work, { storeId: shop.storeId, itemId: item.id, memberId: id })
    return id
  })
  const rows: { memberId: string | null; priority: number }[] = await list()
  assert.equal(rows.find((row) => row.memberId === memberId)!.priority, 2)
  assert.ok(rows.some(({ priority }) => priority === 0))
})

test('a discarded parked sale is gone, and the log says who threw it away', async () => {
  const { body } = await park()
  const gone = await owner.call({ method: 'DELETE', url: `/parked-sales/${body.parkedSaleId}` })
  assert.equal(gone.status, 200)
  assert.equal((await take(body.parkedSaleId)).body.code, 'parked_sale_gone')
  const log = await owner.call({ url: '/audit?limit=200' })
  const actions = log.body.items
    .filter((entry: { subject: { id: string } }) => entry.subject.id === body.parkedSaleId)
    .map((entry: { action: string }) => entry.action)
  assert.deepEqual(actions.sort(), ['sale.discard_parked', 'sale.park'])
})

test('what waits longer than the shop’s setting ages out, with a line in the log', async () => {
  const { merchantId, storeId } = await committed(newId(), (work) => makeShop(work))
  const parkedAt = (at: Date) =>
    committed(merchantId, async (work) => makeParkedSale(work, { storeId, itemId: (await makeItem(work)).id }), { at })
  const { id } = await parkedAt(testAt)
  const nextDay = new Date(testAt.getTime() + 24 * 3_600_000)
  const fresh = await parkedAt(new Date(nextDay.getTime() - 1000))
  await runDueWork({ database: testDatabase(), sweeps: [parkedSweep], at: nextDay })
  const states = await committed(merchantId, (work) =>
    Promise.all([id, fresh.id].map((each) => readParkedState(work, each))),
  )
  assert.deepEqual(
    states.map((state) => state?.endedHow),
    ['expired', null],
  )
})

test('whoever works elsewhere neither sees nor takes it', async () => {
  const { body } = await park()
  const { userId } = await committed(shop.merchantId, async (work) => {
    const { storeId } = await makeStore(work)
    return makeUser(work, { permissions: ['sale.sell'], storeIds: [storeId] })
  })
  const stranger = await signIn(app, { merchantId: shop.merchantId, userId })
  const refused = await stranger.call({ method: 'POST', url: `/parked-sales/${body.parkedSaleId}/takeover` })
  assert.equal(refused.body.code, 'parked_sale_not_found')
})

test('the setting is read and set, and refuses what is no number of hours', async () => {
  assert.equal((await owner.call({ url: '/parking-rule' })).body.keepHours, 24)
  const set = (keepHours: unknown) => owner.call({ method: 'PUT', url: '/parking-rule', payload: { keepHours } })
  assert.equal((await set(48)).status, 200)
  assert.equal((await owner.call({ url: '/parking-rule' })).body.keepHours, 48)
  for (const wrong of [0, -1, 721, 1.5, '24']) assert.equal((await set(wrong)).status, 400, String(wrong))
})
