import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sellPlanOnline } from '#modules/passes/save-plan.ts'
import { sellOfferOnline } from '#modules/stored-value/offers.ts'
import type { App } from '#platform/http.ts'
import { drainOutbox } from '#platform/outbox.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'
import { makeOffer } from '#testing/make-top-up.ts'
import { committed, testDatabase } from '#testing/work.ts'
import { paidOnlineOrders } from './hear-payments.ts'

let shop: PaymentShop
let app: App
let offerId: string

before(async () => {
  shop = await makePaymentShop()
  app = await testApp(shop.clock, shop.runner)
  offerId = await committed(shop.merchantId, async (work) => {
    const { id } = await makeOffer(work, { principalCents: 300_00, bonusCents: 0 })
    await sellOfferOnline(work, id, true)
    await makeOffer(work, { principalCents: 9_000_00 }) // at the till alone
    return id
  })
})

/** A member with a phone in hand. */
async function makePhone() {
  const [memberId, headers] = await committed(shop.merchantId, async (work) => {
    const { id } = await makeMember(work)
    return [id, await makeMemberSession(work, id)] as const
  })
  const call = async (method: 'GET' | 'POST', url: string, payload?: object, key = newId()) => {
    const response = await app.inject({
      ...{ method, url: `/api/v1/me${url}` },
      headers: { ...headers, origin: 'https://club.example', ...(method === 'POST' ? { 'idempotency-key': key } : {}) },
      ...(payload ? { payload } : {}),
    })
    return { status: response.statusCode, body: response.json() }
  }
  return { memberId, call }
}

type Phone = Awaited<ReturnType<typeof makePhone>>
const wishOf = () => ({ kind: 'top_up', storeId: shop.storeId, offerId })

async function orderTopUp({ call }: Phone, key = newId()) {
  const wish = wishOf()
  const { body: quote } = await call('POST', '/online-orders/quote', { wish })
  const order = { wish, means: 'wechat_pay', fingerprint: quote.fingerprint, hasAgreed: true }
  const answer = await call('POST', '/online-orders', order, key)
  await shop.runner.idle()
  return { ...answer, quote, order }
}

test('what is sold online is shown with what the law lets one account hold', async () => {
  const { call } = await makePhone()
  const { body } = await call('GET', `/top-up-offers?storeId=${shop.storeId}`)
  assert.deepEqual(
    body.items.map(({ offerId: id, isWithinLimit }: { offerId: string; isWithinLimit: boolean }) => [
      id,
      isWithinLimit,
    ]),
    [[offerId, true]],
  )
  assert.deepEqual([body.limitCents, body.heldCents], [5_000_00, 0])
})

test('an order asks for money once, and is booked by the provider’s notice alone', async () => {
  const phone = await makePhone()
  const key = newId()
  const { status, body, quote, order } = await orderTopUp(phone, key)
  assert.equal(status, 201, JSON.stringify(body))
  assert.deepEqual(quote.means, ['wechat_pay', 'alipay'], 'a top-up is not paid out of itself')
  const again = await phone.call('POST', '/online-orders', order, key)
  assert.deepEqual(again.body, body, 'sent again it is the same one')
  const waiting = await phone.call('GET', `/online-orders/${key}`)
  assert.equal(waiting.body.state, 'paying')
  assert.match(waiting.body.payment.payUrl, /redirect_url=https%3A%2F%2Fclub\.example%2Fm%2Forders%2F/)

  const trade = shop.tradeOf(body.paymentId)
  shop.books.wechat_pay.pay(trade, shop.clock.now())
  const { headers, body: payload } = shop.wechat.paidNotice(trade)
  const url = `/api/v1/payment-notices/${shop.merchantId}/${shop.accounts.wechat_pay}`
  assert.equal((await app.inject({ method: 'POST', url, headers, payload })).statusCode, 200)
  const { merchantId } = shop
  const delivery = { database: testDatabase(), subscriptions: [paidOnlineOrders], merchantId, at: shop.clock.now() }
  await drainOutbox(delivery)
  const booked = await phone.call('GET', `/online-orders/${key}`)
  assert.equal(booked.body.state, 'booked')
  const accounts = await phone.call('GET', '/accounts')
  const principal = accounts.body.items.find(({ asset }: { asset: string }) => asset === 'stored_principal')
  assert.equal(principal.balanceUnits, 300_00)
  assert.equal((await phone.call('POST', `/online-orders/${key}/cancel`)).body.code, 'online_order_settled')
})

test('nothing is ordered without agreeing, and nobody sees or calls off another’s order', async () => {
  const [phone, stranger] = [await makePhone(), await makePhone()]
  const { body, order } = await orderTopUp(phone)
  assert.equal((await phone.call('POST', '/online-orders', { ...order, hasAgreed: false })).body.code, 'invalid_input')
  const url = `/online-orders/${body.onlineOrderId}`
  assert.equal((await stranger.call('GET', url)).body.code, 'online_order_not_found')
  assert.equal((await stranger.call('POST', `${url}/cancel`)).body.code, 'online_order_not_found')
  assert.deepEqual((await stranger.call('GET', '/online-orders')).body.items, [])
  assert.equal((await phone.call('POST', `${url}/cancel`)).status, 200)
  await shop.runner.idle()
  assert.equal((await phone.call('GET', url)).body.payment.state, 'cancelled')
})

test('a member sees which passes renew by themselves: never one of a plan that is off sale', async () => {
  const phone = await makePhone()
  const [soldHere, planId] = await committed(shop.merchantId, async (work) => {
    const terms = { renewal: null, name: '体验卡' }
    const [here, online] = [await makePlan(work, terms), await makePlan(work, terms)]
    await sellPlanOnline(work, { planId: online.planId, isOnline: true })
    for (const plan of [here, online]) await makePass(work, { storeId: shop.storeId, memberId: phone.memberId, plan })
    return [here.planId, online.planId]
  })
  const plans = await phone.call('GET', '/pass-plans')
  assert.deepEqual(
    plans.body.items.map((plan: { planId: string }) => plan.planId),
    [planId],
  )
  const passes = await phone.call('GET', '/passes')
  const renewing = new Map(
    passes.body.items.map((pass: { planId: string; renewsWithVersion: number | null }) => [
      pass.planId,
      pass.renewsWithVersion,
    ]),
  )
  assert.deepEqual([renewing.get(soldHere), renewing.get(planId)], [null, 1])
})
