import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, makeStore, makeUser, type MadeShop, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import { committed, staffActor, testAt } from '#testing/work.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let memberId: string
let sales: Record<'shampoo' | 'masks' | 'discounted', string>
const day = (days: number) => new Date(testAt.getTime() + days * 86_400_000)

before(async () => {
  app = await testApp()
  shop = await committed(newId(), (work) => makeShop(work))
  const { merchantId, storeId } = shop
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const actor = staffActor(['sale.discount', 'sale.refund'])
  const sellAt = (at: Date, wish: Omit<Parameters<typeof makeSale>[1], 'storeId'>) =>
    committed(merchantId, (work) => makeSale(work, { storeId, ...wish }), { at, actor })
  const [shampoo, mask] = await committed(merchantId, async (work) => {
    memberId = (await makeMember(work)).id
    return [await makeItem(work, { name: '山茶花洗发水' }), await makeItem(work, { name: '100%=面膜' })]
  })
  await committed(merchantId, (work) => makeStoredValue(work, memberId, 100_000), { at: day(-10) })
  const first = await sellAt(day(-9), { items: [[shampoo.id, 1]], memberId, storedCents: 10_000 })
  const masks = await sellAt(day(-5), { items: [[mask.id, 3]] })
  const discounted = await sellAt(day(-1), {
    items: [[shampoo.id, 1]],
    orderDiscount: { kind: 'amount', amountCents: 1_000 },
  })
  sales = { shampoo: first.saleId, masks: masks.saleId, discounted: discounted.saleId }
  await committed(
    merchantId,
    async (work) => {
      const lines = [{ lineId: masks.input.lines[0]!.lineId, quantityMilli: 1000 }]
      const { fingerprint } = await previewRefund(work, { saleId: masks.saleId, lines })
      await refundSale(work, { saleId: masks.saleId, lines, fingerprint, reason: '质量问题', refundId: newId() })
    },
    { at: day(-1), actor },
  )
})

const found = async (filter: string) => {
  const { status, body } = await owner.call({ url: `/sales?${filter}` })
  assert.equal(status, 200, JSON.stringify(body))
  const names = new Map(Object.entries(sales).map(([name, id]) => [id, name]))
  return body.items.map(({ id }: { id: string }) => names.get(id))
}

const filters: [string, string[]][] = [
  ['', ['discounted', 'masks', 'shampoo']],
  ['text=洗发', ['discounted', 'shampoo']],
  ['text=0%25=', ['masks']],
  ['text=_', []],
  ['tender=stored_value', ['shampoo']],
  ['tender=cash', ['discounted', 'masks']],
  ['minCents=9500&maxCents=10000', ['shampoo']],
  ['minCents=10001', ['masks']],
  ['discount=by_hand', ['discounted']],
  ['discount=none', ['masks', 'shampoo']],
  ['refunded=some', ['masks']],
  ['refunded=all', []],
  ['refunded=none', ['discounted', 'shampoo']],
  ['from=2026-02-22&until=2026-02-26', ['masks']],
]
for (const [filter, names] of filters) {
  test(`sales with ${filter || 'no filter'}: ${names.join(', ') || 'none'}`, async () => {
    assert.deepEqual(await found(filter), names)
  })
}

test('sales by member, by store, by cashier and by till', async () => {
  assert.deepEqual(await found(`memberId=${memberId}`), ['shampoo'])
  assert.deepEqual(await found(`storeId=${newId()}`), [])
  assert.deepEqual(await found(`cashierId=${newId()}`), [])
  assert.deepEqual(await found(`deviceId=${newId()}`), [])
})

test('the export holds the rows and columns that are shown, as text that runs nowhere', async () => {
  const columns = 'receipt,items,paidBy,refunded,amount'
  const url = `/api/v1/exports/sales?format=csv&language=zh&columns=${columns}&refunded=some`
  const file = await app.inject({ url, headers: owner.headers })
  assert.equal(file.statusCode, 200)
  const [head, row, ...rest] = file.body.replace('\uFEFF', '').trimEnd().split('\r\n')
  assert.equal(head, '单号,商品,付款,已退,金额')
  assert.match(row!, /^\d\d-\d\d-\d{6},100%=面膜,现金,100.00,300.00$/)
  assert.deepEqual(rest, [])
  const log = await owner.call({ url: '/audit?limit=50' })
  assert.ok(log.body.items.some(({ action }: { action: string }) => action === 'sale.export'))
})

test('who may read but not export gets no file; who works elsewhere sees no sale', async () => {
  const { merchantId } = shop
  const readers = await committed(merchantId, async (work) => [
    await makeUser(work, { permissions: ['sale.read'] }),
    await makeUser(work, { permissions: ['sale.read'], storeIds: [(await makeStore(work)).storeId] }),
  ])
  const [reader, elsewhere] = await Promise.all(readers.map(({ userId }) => signIn(app, { merchantId, userId })))
  assert.equal((await reader!.call({ url: '/exports/sales?format=csv&language=zh&columns=receipt' })).status, 403)
  assert.deepEqual((await elsewhere!.call({ url: '/sales' })).body.items, [])
})
