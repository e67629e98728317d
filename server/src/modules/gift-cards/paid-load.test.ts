import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'
import { committed } from '#testing/work.ts'

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

const quoteOf = async (giftCardId: string) => (await owner.call({ url: `/gift-cards/${giftCardId}/payout-quote` })).body
const payOut = (giftCardId: string, amountCents: number, tender: object) =>
  owner.call({
    method: 'POST',
    url: `/gift-cards/${giftCardId}/payouts`,
    payload: { storeId: shop.storeId, amountCents, tender, reason: '顾客要求退卡' },
  })
const refundsOf = async (paymentId: string) => {
  await shop.runner.idle()
  await shop.later(60)
  await shop.runner.idle()
  const { refunds } = (await owner.call({ url: `/payments/${paymentId}` })).body
  return refunds.map(({ cause, state, amountCents }: Record<string, unknown>) => [cause, state, amountCents])
}

test('a card that was not spent goes back to the payment that it was bought with, and cash to cash', async () => {
  const loadId = newId()
  const paymentId = await ask(loadId, 150_00)
  const tenders = [
    { tenderId: newId(), kind: 'other', method: 'card', amountCents: 150_00, paymentId },
    { tenderId: newId(), kind: 'cash', receivedCents: 100_00 },
  ]
  const payload = { storeId: shop.storeId, amountCents: 200_00, tenders }
  const sold = await owner.call({ method: 'POST', url: '/gift-card-loads', payload, key: loadId })
  assert.deepEqual([sold.status, sold.body.changeCents], [201, 50_00], JSON.stringify(sold.body))
  const { giftCardId } = sold.body
  const { amountCents, parts, fingerprint } = await quoteOf(giftCardId)
  assert.equal(amountCents, 200_00)
  assert.deepEqual(
    parts.map((part: { kind: string; paymentId: string | null; amountCents: number }) => [
      ...[part.kind, part.paymentId, part.amountCents],
    ]),
    [
      ['cash', null, 50_00],
      ['other', paymentId, 150_00],
    ],
  )
  const wrong = await payOut(giftCardId, amountCents, { kind: 'origin', fingerprint: 'f'.repeat(64) })
  assert.equal(wrong.body.code, 'quote_changed')
  const paid = await payOut(giftCardId, amountCents, { kind: 'origin', fingerprint })
  assert.equal(paid.status, 201, JSON.stringify(paid.body))
  assert.deepEqual(await refundsOf(paymentId), [['gift_card_payout', 'confirmed', 150_00]])
  assert.equal((await payOut(giftCardId, amountCents, { kind: 'cash' })).body.code, 'gift_card_empty')
  const money = await committed(shop.merchantId, (work) =>
    work.send<{ kind: string; cents: number }>(sql`
      select tender_kind as kind, sum(amount_cents)::bigint as cents from gift_cards.read_till_money
       where merchant_id = ${work.merchantId} and record_kind = 'gift_card_payout' group by 1 order by 1`),
  )
  assert.deepEqual(money, [
    { kind: 'cash', cents: -50_00 },
    { kind: 'other', cents: -150_00 },
  ])
})

test('loaded again after a payout, a card goes back to what paid the new load', async () => {
  const loadId = newId()
  const first = await ask(loadId, 80_00)
  const { giftCardId } = (await load(loadId, 80_00, first)).body
  await payOut(giftCardId, 80_00, { kind: 'origin', fingerprint: (await quoteOf(giftCardId)).fingerprint })
  const again = newId()
  const second = await ask(again, 30_00)
  await load(again, 30_00, second, { giftCardId })
  const { parts, fingerprint } = await quoteOf(giftCardId)
  assert.deepEqual([parts.length, parts[0].paymentId, parts[0].amountCents], [1, second, 30_00])
  assert.equal((await payOut(giftCardId, 30_00, { kind: 'origin', fingerprint })).status, 201)
  assert.deepEqual(await refundsOf(first), [['gift_card_payout', 'confirmed', 80_00]])
  assert.deepEqual(await refundsOf(second), [['gift_card_payout', 'confirmed', 30_00]])
})
