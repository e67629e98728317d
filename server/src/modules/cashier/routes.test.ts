import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { movableClock } from '#platform/clock.ts'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { type MadeShop, makeShop, makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { saleInputOf } from '#testing/make-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { testApp } from '#testing/app.ts'
import { makePromotion } from '#testing/make-promotion.ts'
import { committed, testAt } from '#testing/work.ts'

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
    await makeStoredValue(work, memberId, 10_000)
  })
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
})

const input = (wish: { memberId?: string; storedCents?: number } = {}) =>
  committed(shop.merchantId, (work) => saleInputOf(work, { storeId: shop.storeId, items: [[itemId, 1]], ...wish }))

test('a sale is sold, found in the list, shown with its lines, and opens by its receipt’s link without signing in', async () => {
  const sold = await owner.call({ method: 'POST', url: '/sales', payload: await input() })
  assert.equal(sold.status, 201, JSON.stringify(sold.body))
  const { saleId } = sold.body

  const list = await owner.call({ url: '/sales?limit=200' })
  assert.ok(list.body.items.some((row: { id: string }) => row.id === saleId))
  const sale = await owner.call({ url: `/sales/${saleId}` })
  assert.equal(sale.body.lines.length, 1)
  assert.equal(sale.body.tenders[0].kind, 'cash')

  const receipt = await app.inject({ url: `/api/v1/receipts/${sale.body.receiptToken}` })
  assert.equal(receipt.statusCode, 200)
  assert.equal(receipt.json().netCents, 10_000)
  const forged = await app.inject({ url: `/api/v1/receipts/${sale.body.receiptToken.slice(0, -4)}AAAA` })
  assert.equal(forged.statusCode, 404)
})

/** The same sale sent a hundred times at once. How it was answered, and how many sales there are of it. */
async function sendHundred(payload: object, keyOf: () => string) {
  const before = await countSales()
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => owner.call({ method: 'POST', url: '/sales', payload, key: keyOf() })),
  )
  const bodies = new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))
  return { answers: [...bodies], effects: (await countSales()) - before }
}

async function countSales(): Promise<number> {
  const [row] = await committed(shop.merchantId, (work) =>
    work.send<{ count: number }>(sql`
      select count(*)::int from cashier.sale where merchant_id = ${shop.merchantId}`),
  )
  return row!.count
}

test('the same key sells once: a hundred sendings at once, after a restart and a month later are one sale and one answer', async () => {
  const payload = await input()
  const key = newId()
  const { answers, effects } = await sendHundred(payload, () => key)
  assert.deepEqual([answers.length, effects], [1, 1])
  assert.match(answers[0]!, /^201 /)

  const inAMonth = new Date(testAt.getTime() + 30 * 86_400_000)
  for (const at of [testAt, inAMonth]) {
    const restarted = await testApp(movableClock(at))
    const again = await signIn(restarted, { merchantId: shop.merchantId, userId: shop.ownerId }, at)
    const { status, body } = await again.call({ method: 'POST', url: '/sales', payload, key })
    assert.equal(`${status} ${JSON.stringify(body)}`, answers[0])
  }
  const other = await owner.call({ method: 'POST', url: '/sales', payload: await input(), key })
  assert.equal(other.status, 422)
  assert.equal(other.body.code, 'key_reused')
})

test('the same key sells once: the check sees a till that makes up a new key for each try', async () => {
  const { answers, effects } = await sendHundred(await input(), newId)
  assert.notDeepEqual([answers.length, effects], [1, 1])
})

test('sixty-four tills spend the same stored value at once: exactly one succeeds', async () => {
  const payloads = await Promise.all(Array.from({ length: 64 }, () => input({ memberId, storedCents: 10_000 })))
  const answers = await Promise.all(payloads.map((payload) => owner.call({ method: 'POST', url: '/sales', payload })))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  assert.equal(answers.filter(({ body }) => body.code === 'balance_insufficient').length, 63)
  assert.equal((await committed(shop.merchantId, (work) => holdings(work, memberId))).storedCents, 0)
})

test('a refund is previewed, booked as shown, and refused a second time', async () => {
  const sold = await owner.call({ method: 'POST', url: '/sales', payload: await input() })
  const url = `/sales/${sold.body.saleId}/refunds`
  const { body: sale } = await owner.call({ url: `/sales/${sold.body.saleId}` })
  const lines = [{ lineId: sale.lines[0].lineId, quantityMilli: 1000 }]
  const quote = await owner.call({ method: 'POST', url: `${url}/quote`, payload: { lines } })
  assert.equal(quote.body.paidCents, 10_000)
  const payload = { lines, fingerprint: quote.body.fingerprint, reason: '尺寸不合适' }
  const both = await Promise.all([1, 2].map(() => owner.call({ method: 'POST', url, payload })))
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
})

test('who may not sell is refused, whatever is sent', async () => {
  const { userId } = await committed(shop.merchantId, (work) => makeUser(work, { permissions: ['sale.read'] }))
  const reader = await signIn(app, { merchantId: shop.merchantId, userId })
  const refused = await reader.call({ method: 'POST', url: '/sales', payload: await input() })
  assert.equal(refused.status, 403)
  assert.equal(refused.body.code, 'not_allowed')
})

const malformed: [string, (sale: Awaited<ReturnType<typeof input>>) => unknown][] = [
  ['a negative quantity', (sale) => ({ ...sale, lines: [{ ...sale.lines[0], quantityMilli: -1000 }] })],
  ['a quantity of zero', (sale) => ({ ...sale, lines: [{ ...sale.lines[0], quantityMilli: 0 }] })],
  ['a fraction of a thousandth', (sale) => ({ ...sale, lines: [{ ...sale.lines[0], quantityMilli: 1000.5 }] })],
  ['a quantity beyond 2^53', (sale) => ({ ...sale, lines: [{ ...sale.lines[0], quantityMilli: 2 ** 60 }] })],
  ['digits as text', (sale) => ({ ...sale, tenders: [{ ...sale.tenders[0], receivedCents: '１２' }] })],
  ['an unknown field', (sale) => ({ ...sale, isFree: true })],
  ['no lines', (sale) => ({ ...sale, lines: [] })],
  ['a note with NUL', (sale) => ({ ...sale, note: 'a\u0000b' })],
  ['a fingerprint that is none', (sale) => ({ ...sale, fingerprint: 'x' })],
]
for (const [what, spoil] of malformed) {
  test(`${what} is refused in words, with the field, and nothing is booked`, async () => {
    const answer = await owner.call({ method: 'POST', url: '/sales', payload: spoil(await input()) as object })
    assert.equal(answer.status, 400, JSON.stringify(answer.body))
    assert.equal(answer.body.code, 'invalid_input')
    assert.ok(answer.body.details.field)
  })
}

test('another merchant’s items, members and stores do not exist here', async () => {
  const foreign = await committed(newId(), async (work) => {
    const { storeId } = await makeShop(work)
    return { storeId, itemId: (await makeItem(work)).id, memberId: (await makeMember(work)).id }
  })
  const sale = await input()
  const tries = [
    { ...sale, lines: [{ ...sale.lines[0]!, productId: foreign.itemId }] },
    { ...sale, memberId: foreign.memberId },
    { ...sale, storeId: foreign.storeId },
  ]
  const codes = await Promise.all(
    tries.map(async (payload) => (await owner.call({ method: 'POST', url: '/sales', payload })).body.code),
  )
  assert.deepEqual(codes, ['product_unknown', 'member_not_found', 'store_not_found'])
})

test('over HTTP a promotion applies, and what moved names its cashier and its moment', async () => {
  const { merchantId, storeId } = shop
  const chosen = await committed(merchantId, async (work) => {
    const item = await makeItem(work, { tracksStock: true })
    await makePromotion(work) // 100 yuan: 10 off
    return item.id
  })
  const payload = await committed(merchantId, (work) => saleInputOf(work, { storeId, items: [[chosen, 1]] }))
  const sold = await owner.call({ method: 'POST', url: '/sales', payload })
  assert.deepEqual([sold.status, sold.body.netCents], [201, 9_000], JSON.stringify(sold.body))
  await committed(merchantId, async (work) => {
    const moves = await work.tx
      .selectFrom('stock.move')
      .select(['at', 'actorId'])
      .where('merchantId', '=', merchantId)
      .where('sourceId', '=', sold.body.saleId)
      .execute()
    assert.deepEqual(moves, [{ at: testAt, actorId: shop.ownerId }])
  })
})
