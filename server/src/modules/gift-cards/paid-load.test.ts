import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'

let shop: PaymentShop
let app: App
let owner: SignedIn

before(async () => {
  shop = await makePaymentShop()
  app = await testApp(shop.clock, shop.runner)
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
})

async function ask(loadId: string, amountCents: number): Promise<string> {
  const wish = { storeId: shop.storeId, purpose: 'gift_card_load', saleId: loadId, amountCents, mode: 'terminal' }
  const { status, body } = await owner.call({ method: 'POST', url: '/payments', payload: wish })
  assert.equal(status, 201, JSON.stringify(body))
  await shop.runner.idle()
  await shop.later(10)
  return body.paymentId
}

function load(
  loadId: string,
  amountCents: number,
  paymentId: string,
  card: { giftCardId?: string } = {},
  tenderId = newId(),
) {
  const tenders = [{ tenderId, kind: 'other', method: 'card', amountCents, paymentId }]
  const payload = { storeId: shop.storeId, amountCents, tenders, ...card }
  return owner.call({ method: 'POST', url: '/gift-card-loads', payload, key: loadId })
}

test('a gift card is sold and loaded by the card terminal: one payment, one load, on the very card', async () => {
  const loadId = newId()
  const tenderId = newId()
  const paymentId = await ask(loadId, 200_00)
  const sold = await load(loadId, 200_00, paymentId, {}, tenderId)
  assert.equal(sold.status, 201, JSON.stringify(sold.body))
  assert.deepEqual(
    (await load(loadId, 200_00, paymentId, {}, tenderId)).body,
    sold.body,
    'sent again it is the same card',
  )
  const { giftCardId } = sold.body
  const again = newId()
  assert.equal((await load(again, 100_00, paymentId, { giftCardId })).body.code, 'payment_claimed')
  const more = await load(again, 100_00, await ask(again, 100_00), { giftCardId })
  assert.deepEqual([more.status, more.body.giftCardId, more.body.balanceCents], [201, giftCardId, 300_00])
})

test('a payment of a top-up loads no card', async () => {
  const loadId = newId()
  const wish = { storeId: shop.storeId, purpose: 'top_up', saleId: loadId, amountCents: 50_00, mode: 'terminal' }
  const { body } = await owner.call({ method: 'POST', url: '/payments', payload: wish })
  await shop.runner.idle()
  await shop.later(10)
  assert.equal((await load(loadId, 50_00, body.paymentId)).body.code, 'payment_of_another_sale')
})
