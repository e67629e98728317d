import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { testApp } from '#testing/app.ts'
import { makeStore, makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { alipayCode, makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'
import { committed } from '#testing/work.ts'
import { tradeNoOf } from './payment-rules.ts'

let shop: PaymentShop
let app: App
let owner: SignedIn
let farStoreId: string
const ids = new Map<string, string>()
const idOf = (name: string) => ids.get(name)!

/**
 * By UTC; Shanghai is eight hours ahead, Ürümqi six: half past midnight here is half past ten in the evening there. The far store's day
 * ends at four in the morning.
 */
const moments = {
  evening: '2026-03-01T15:30:00Z',
  night: '2026-03-01T16:30:00Z',
  far: '2026-03-01T16:31:00Z',
  late: '2026-03-01T21:30:00Z',
  morning: '2026-03-02T02:00:00Z',
}

before(async () => {
  shop = await makePaymentShop()
  const { merchantId } = shop
  farStoreId = (await committed(merchantId, (work) => makeStore(work, { timeZone: 'Asia/Urumqi', cutoffHour: 4 })))
    .storeId
  const wishes = {
    evening: { amountCents: 88_00 },
    night: { amountCents: 50_00, code: alipayCode },
    far: { amountCents: 60_00, storeId: farStoreId },
    late: { amountCents: 61_00, storeId: farStoreId },
    morning: { amountCents: 20_00, mode: 'terminal' },
  } as const
  for (const [name, wish] of Object.entries(wishes)) {
    shop.clock.moveTo(new Date(moments[name as keyof typeof moments]))
    const { paymentId } = await shop.pay(wish)
    ids.set(name, paymentId)
  }
  app = await testApp(shop.clock, shop.runner)
  owner = await signIn(app, { merchantId, userId: shop.ownerId }, shop.clock.now())
  const back = { method: 'POST' as const, url: `/payments/${idOf('evening')}/refund` }
  const { status, body } = await owner.call({ ...back, payload: { reason: '顾客改付现金' } })
  assert.equal(status, 201, JSON.stringify(body))
  await shop.runner.idle()
})

const found = async (by: SignedIn, filter: string) => {
  const { status, body } = await by.call({ url: `/payments?${filter}` })
  assert.equal(status, 200, JSON.stringify(body))
  const names = new Map([...ids].map(([name, id]) => [id, name]))
  return body.items.map(({ id }: { id: string }) => names.get(id))
}

const filters: [string, string[]][] = [
  ['', ['morning', 'late', 'far', 'night', 'evening']],
  ['from=2026-03-02', ['morning', 'night']],
  ['until=2026-03-01', ['late', 'far', 'evening']],
  ['from=2026-03-01&until=2026-03-01', ['late', 'far', 'evening']],
  ['from=2026-03-03', []],
  ['provider=alipay', ['night']],
  ['minCents=5000&maxCents=6000', ['far', 'night']],
  ['from=2026-03-02&minCents=5000', ['night']],
  ['number=9999999999', []],
]
for (const [filter, expected] of filters) {
  test(`payments with ${filter || 'no filter'}: ${expected.join(', ') || 'none'}`, async () => {
    assert.deepEqual(await found(owner, filter), expected)
  })
}

test('a payment is found by each number that a bill may name it by', async () => {
  const read = await shop.read(idOf('evening'))
  assert.deepEqual(await found(owner, `number=${tradeNoOf(read.id)}`), ['evening'])
  assert.deepEqual(await found(owner, `number=${tradeNoOf(read.id).toUpperCase()}`), ['evening'])
  assert.deepEqual(await found(owner, `number=${tradeNoOf(read.refunds[0]!.paymentRefundId)}`), ['evening'])
  const night = (await shop.read(idOf('night'))).providerNo!
  assert.deepEqual(await found(owner, `number=${night}`), ['night'])
  assert.ok((await found(owner, `number=${night.slice(0, -1)}`)).includes('night'))
  assert.deepEqual(await found(owner, `number=${(await shop.read(idOf('morning'))).cardLast4}`), ['morning'])
  for (const bad of ['12', '%25%25%25', 'a b c', '🙂🙂🙂'])
    assert.equal((await owner.call({ url: `/payments?number=${encodeURIComponent(bad)}` })).status, 400, bad)
})

test('page by page, and only of the stores that the reader works in', async () => {
  const first = (await owner.call({ url: '/payments?limit=3' })).body
  assert.deepEqual(await found(owner, `limit=3&cursor=${first.next}`), ['night', 'evening'])
  const { merchantId } = shop
  const { userId } = await committed(merchantId, (work) =>
    makeUser(work, { permissions: ['sale.sell', 'payments.read'], storeIds: [farStoreId] }),
  )
  const there = await signIn(app, { merchantId, userId }, shop.clock.now())
  assert.deepEqual(await found(there, ''), ['late', 'far'])
  assert.deepEqual(await found(there, `storeId=${shop.storeId}`), [])
  assert.deepEqual(await found(there, `number=${tradeNoOf(idOf('evening'))}`), [])
  for (const path of ['', '/history']) {
    const foreign = await there.call({ url: `/payments/${idOf('evening')}${path}` })
    assert.deepEqual([foreign.status, foreign.body.code], [404, 'payment_not_found'])
  }
})

test('the export holds what is shown, by the clock of each store, and stands in the audit log', async () => {
  const url = '/exports/payments?columns=at,provider,state,order,amount,back&until=2026-03-01'
  const file = await app.inject({ url: `/api/v1${url}&format=csv&language=zh`, headers: owner.headers })
  assert.equal(file.statusCode, 200, file.body)
  assert.deepEqual(file.body.replace('\uFEFF', '').trimEnd().split('\r\n'), [
    '发起时间,方式,状态,商户单号,金额,已退',
    `2026-03-02 03:30:00,微信支付,已到账，未入账,${tradeNoOf(idOf('late'))},61.00,0.00`,
    `2026-03-01 22:31:00,微信支付,已到账，未入账,${tradeNoOf(idOf('far'))},60.00,0.00`,
    `2026-03-01 23:30:00,微信支付,已到账,${tradeNoOf(idOf('evening'))},88.00,-88.00`,
  ])
  const log = await owner.call({ url: '/audit?limit=50' })
  assert.ok(log.body.items.some(({ action }: { action: string }) => action === 'payments.export'))
  const { userId } = await committed(shop.merchantId, (work) => makeUser(work, { permissions: ['payments.read'] }))
  const reader = await signIn(app, { merchantId: shop.merchantId, userId }, shop.clock.now())
  assert.equal((await reader.call({ url: `${url}&format=csv&language=zh` })).status, 403)
})
