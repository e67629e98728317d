import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeStore, makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makePaymentShop, type PaymentShop, wechatCode } from '#testing/make-payment-shop.ts'
import { obliging } from '#testing/simulator-server.ts'
import { committed } from '#testing/work.ts'

let shop: PaymentShop
let app: App
let owner: SignedIn
let cashier: SignedIn

before(async () => {
  shop = await makePaymentShop()
  app = await testApp(shop.clock, shop.runner)
  const { merchantId } = shop
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const { userId } = await committed(merchantId, (work) =>
    makeUser(work, { role: 'cashier', storeIds: [shop.storeId] }),
  )
  cashier = await signIn(app, { merchantId, userId })
})

beforeEach(() => {
  shop.wechat.books.behaviour = { ...obliging }
})

const wish = () => ({ storeId: shop.storeId, saleId: newId(), amountCents: 12_34, mode: 'code', code: wechatCode })
const start = (payload: object = wish(), key = newId()) =>
  cashier.call({ method: 'POST', url: '/payments', payload, key })
const settled = () => shop.runner.idle()

test('a till starts a payment, watches it, and sees it paid', async () => {
  shop.wechat.books.behaviour.waits = 1
  const started = await start()
  assert.deepEqual([started.status, started.body.provider, started.body.state], [201, 'wechat_pay', 'created'])
  const { paymentId } = started.body
  await settled()
  const url = `/payments/${paymentId}`
  assert.equal((await cashier.call({ url })).body.state, 'pending')
  const open = await cashier.call({ url: `/payments/open?storeId=${shop.storeId}` })
  assert.deepEqual(
    open.body.items.map((row: { id: string }) => row.id),
    [paymentId],
  )
  assert.equal((await cashier.call({ method: 'POST', url: `${url}/query` })).status, 200)
  await settled()
  assert.equal((await cashier.call({ url })).body.state, 'confirmed')
  assert.equal((await cashier.call({ url: `${url}/history` })).status, 403, 'history is the manager’s')
  const history = await owner.call({ url: `${url}/history` })
  assert.deepEqual(
    history.body.items.map(({ toState }: { toState: string }) => toState),
    ['created', 'sent', 'pending', 'confirmed'],
  )
})

test('the same key fifty times asks the customer once', async () => {
  const [payload, key] = [wish(), newId()]
  const answers = await Promise.all(Array.from({ length: 50 }, () => start(payload, key)))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
  await settled()
  const [, ...others] = [...shop.wechat.books.trades.values()].filter(
    ({ tradeNo }) => tradeNo === key.replaceAll('-', ''),
  )
  assert.deepEqual(others, [])
  assert.equal(await shop.stateOf(key), 'confirmed')
})

test('a till cancels, and sees that it is called off', async () => {
  shop.wechat.books.behaviour.waits = Infinity
  const { body } = await start()
  await settled()
  assert.equal((await cashier.call({ method: 'POST', url: `/payments/${body.paymentId}/cancel` })).status, 200)
  await settled()
  assert.equal(await shop.stateOf(body.paymentId), 'cancelled')
  const again = await cashier.call({ method: 'POST', url: `/payments/${body.paymentId}/cancel` })
  assert.deepEqual([again.status, again.body.code], [409, 'payment_settled'])
})

test('what is no payment code is refused in words; staff of one store take no money in another', async () => {
  const unknown = await start({ ...wish(), code: '6901234567892' })
  assert.deepEqual([unknown.status, unknown.body.code], [409, 'payment_code_unknown'])
  const { storeId } = await committed(shop.merchantId, (work) => makeStore(work))
  assert.equal((await start({ ...wish(), storeId })).body.code, 'store_not_allowed')
})

test('the list finds by state, and what wants attention; an orphan is given back by whoever may', async () => {
  const { body } = await start()
  await settled()
  shop.clock.moveTo(new Date(shop.clock.now().getTime() + 601_000))
  const attention = await owner.call({ url: '/payments?needsAttention=true' })
  assert.ok(attention.body.items.some((row: { id: string }) => row.id === body.paymentId))
  const refund = { method: 'POST', url: `/payments/${body.paymentId}/refund`, payload: { reason: '重复收款' } } as const
  assert.equal((await cashier.call(refund)).status, 403)
  const asked = await owner.call(refund)
  assert.deepEqual([asked.status, asked.body.amountCents], [201, 12_34])
  await shop.later(1)
  const row = await owner.call({ url: `/payments/${body.paymentId}` })
  assert.deepEqual(
    row.body.refunds.map((each: { state: string }) => each.state),
    ['confirmed'],
  )
  const confirmed = await owner.call({ url: '/payments?state=confirmed&limit=1' })
  assert.equal(confirmed.body.items.length, 1)
  assert.ok(confirmed.body.next)
})

test('secrets go in and never come out; an account is changed without giving them again', async () => {
  const list = await owner.call({ url: '/provider-accounts' })
  const text = JSON.stringify(list.body)
  for (const secret of [shop.wechat.fields.apiV3Key, shop.terminal.fields.sharedKey, 'PRIVATE KEY', 'secrets'])
    assert.equal(text.includes(secret), false)
  const account = list.body.items.find(({ provider }: { provider: string }) => provider === 'wechat_pay')
  const { id: providerAccountId, settings, baseUrl } = account
  const url = `/provider-accounts/${providerAccountId}`
  const payload = { provider: 'wechat_pay', name: '微信主账户', baseUrl, fields: { ...settings } }
  assert.equal((await owner.call({ method: 'PUT', url, payload })).status, 200)
  assert.deepEqual((await owner.call({ method: 'POST', url: `${url}/test` })).body, { isWorking: true, reason: null })
  const broken = { ...payload, fields: { ...settings, privateKey: 'not a key' } }
  const refused = await owner.call({ method: 'PUT', url, payload: broken })
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.details.field],
    [400, 'invalid_provider_field', 'privateKey'],
  )
  const outside = await owner.call({
    method: 'PUT',
    url,
    payload: { ...payload, baseUrl: 'http://api.mch.weixin.qq.com' },
  })
  assert.equal(outside.body.code, 'invalid_provider_address')
  const twice = await owner.call({
    method: 'POST',
    url: '/provider-accounts',
    payload: { ...payload, fields: { ...shop.wechat.fields } },
  })
  assert.equal(twice.body.code, 'payment_account_exists')
  assert.equal((await cashier.call({ url: '/provider-accounts' })).status, 403)
})

test('a till is told which ways of paying there are, and what was closed is gone', async () => {
  const other = await makePaymentShop()
  const own = await signIn(app, { merchantId: other.merchantId, userId: other.ownerId })
  const methods = async () => (await own.call({ url: `/payment-methods?storeId=${other.storeId}` })).body.providers
  assert.deepEqual(await methods(), ['alipay', 'card_terminal', 'wechat_pay'])
  await own.call({ method: 'DELETE', url: `/provider-accounts/${other.accounts.alipay}` })
  assert.deepEqual(await methods(), ['card_terminal', 'wechat_pay'])
})

test('a provider’s notice over HTTP: taken once and again, 401 for forged and stale', async () => {
  shop.wechat.books.behaviour.waits = 1
  const { body } = await start()
  await settled()
  const trade = shop.tradeOf(body.paymentId)
  shop.wechat.books.pay(trade, shop.clock.now())
  const url = `/api/v1/payment-notices/${shop.merchantId}/${shop.accounts.wechat_pay}`
  const post = ({ headers, body: payload }: { headers: Record<string, string>; body: string }) =>
    app.inject({ method: 'POST', url, headers, payload })
  const stale = shop.wechat.paidNotice(trade, new Date(shop.clock.now().getTime() - 600_000))
  assert.equal((await post(stale)).statusCode, 401)
  const notice = shop.wechat.paidNotice(trade)
  assert.equal((await post({ ...notice, body: `${notice.body} ` })).statusCode, 401)
  assert.equal(await shop.stateOf(body.paymentId), 'pending')
  for (let i = 0; i < 2; i++) {
    const taken = await post(notice)
    assert.deepEqual([taken.statusCode, taken.body], [200, '{"code":"SUCCESS"}'])
  }
  assert.equal(await shop.stateOf(body.paymentId), 'confirmed')
  const byForm = await app.inject({
    method: 'POST',
    url: `/api/v1/payment-notices/${shop.merchantId}/${shop.accounts.alipay}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'sign=abc&out_trade_no=1',
  })
  assert.equal(byForm.statusCode, 401)
})

test('a card’s number typed into a reason is refused before anything is kept', async () => {
  const { body } = await start()
  await settled()
  const payload = { reason: '退到 6222 0200 0000 0000 00X' }
  const url = `/payments/${body.paymentId}/refund`
  const refused = await owner.call({ method: 'POST', url, payload: { reason: '退到卡 4111 1111 1111 1111' } })
  assert.deepEqual([refused.status, refused.body.code, refused.body.details.field], [400, 'invalid_input', 'reason'])
  assert.deepEqual((await shop.read(body.paymentId)).refunds, [])
  assert.equal((await owner.call({ method: 'POST', url, payload })).status, 201)
})
