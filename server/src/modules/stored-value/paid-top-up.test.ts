import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makePaymentShop, type PaymentShop, wechatCode } from '#testing/make-payment-shop.ts'
import { obliging } from '#testing/simulator-server.ts'
import { committed } from '#testing/work.ts'

const principalCents = 300_00

let shop: PaymentShop
let app: App
let owner: SignedIn
let cashier: SignedIn
let memberId: string

before(async () => {
  shop = await makePaymentShop()
  app = await testApp(shop.clock, shop.runner)
  const { merchantId } = shop
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const { userId } = await committed(merchantId, (work) =>
    makeUser(work, { role: 'cashier', storeIds: [shop.storeId] }),
  )
  cashier = await signIn(app, { merchantId, userId })
  memberId = await committed(merchantId, async (work) => (await makeMember(work)).id)
})

beforeEach(() => {
  shop.wechat.books.behaviour = { ...obliging }
})

/** Asks WeChat for the money of a top-up that is yet to be, and waits for its first answer. */
async function ask(
  topUpId: string,
  purpose: 'top_up' | 'sale' = 'top_up',
  amountCents = principalCents,
): Promise<string> {
  const payload = { storeId: shop.storeId, purpose, saleId: topUpId, amountCents, mode: 'code', code: wechatCode }
  const { status, body } = await cashier.call({ method: 'POST', url: '/payments', payload })
  assert.equal(status, 201, JSON.stringify(body))
  await shop.runner.idle()
  return body.paymentId
}

/** Books a top-up that is paid by WeChat, by a payment or on the cashier's word, under its own id. */
async function topUp(topUpId: string, paymentId?: string, tenderId = newId()) {
  const tender = {
    tenderId,
    kind: 'other',
    method: 'wechat',
    amountCents: principalCents,
    ...(paymentId ? { paymentId } : {}),
  }
  const wish = { storeId: shop.storeId, memberId, principalCents, tenders: [tender] }
  const quote = await cashier.call({ method: 'POST', url: '/top-ups/quote', payload: wish })
  const { fingerprint } = quote.body
  return cashier.call({ method: 'POST', url: '/top-ups', payload: { ...wish, fingerprint }, key: topUpId })
}

async function storedCents(): Promise<number> {
  const { body } = await owner.call({ url: `/members/${memberId}/accounts` })
  return body.items.find(({ asset }: { asset: string }) => asset === 'stored_principal').balanceUnits
}

test('a top-up by 付款码 takes the payment that was asked for it, once, and names it', async () => {
  const topUpId = newId()
  const paymentId = await ask(topUpId)
  const before = await storedCents()
  const tenderId = newId()
  const booked = await topUp(topUpId, paymentId, tenderId)
  assert.equal(booked.status, 201, JSON.stringify(booked.body))
  assert.equal((await topUp(topUpId, paymentId, tenderId)).status, 201, 'sent again it is the same one')
  assert.equal(await storedCents(), before + principalCents)
  const { body } = await owner.call({ url: `/top-ups/${topUpId}` })
  assert.equal(body.tenders[0].paymentId, paymentId)
  const payment = await cashier.call({ url: `/payments/${paymentId}` })
  assert.deepEqual([payment.body.purpose, payment.body.claimSaleId], ['top_up', topUpId])
})

test('no value without the money: still paying, another record’s, a sale’s or taken money is refused', async () => {
  const before = await storedCents()
  shop.wechat.books.behaviour.waits = Infinity
  const waitingId = newId()
  const waiting = await topUp(waitingId, await ask(waitingId))
  assert.equal(waiting.body.code, 'payment_not_confirmed')
  shop.wechat.books.behaviour = { ...obliging }
  const othersMoney = await ask(newId())
  assert.equal((await topUp(newId(), othersMoney)).body.code, 'payment_of_another_sale')
  const ofSaleId = newId()
  assert.equal((await topUp(ofSaleId, await ask(ofSaleId, 'sale'))).body.code, 'payment_of_another_sale')
  const lessId = newId()
  assert.equal((await topUp(lessId, await ask(lessId, 'top_up', 299_99))).body.code, 'payment_mismatch')
  const takenId = newId()
  const taken = await ask(takenId)
  assert.equal((await topUp(takenId, taken)).status, 201)
  assert.equal((await topUp(newId(), taken)).body.code, 'payment_claimed')
  assert.equal(await storedCents(), before + principalCents)
})

test('a till that died between payment and top-up finds its money again and books it', async () => {
  const topUpId = newId()
  const paymentId = await ask(topUpId)
  const url = `/payments/open?storeId=${shop.storeId}&saleId=${topUpId}`
  const found = await cashier.call({ url })
  assert.deepEqual(
    found.body.items.map(({ id, state, purpose }: Record<string, string>) => [id, state, purpose]),
    [[paymentId, 'confirmed', 'top_up']],
  )
  assert.equal((await topUp(topUpId, paymentId)).status, 201)
  assert.deepEqual((await cashier.call({ url })).body.items, [], 'booked, it is nobody’s to take')
})

test('money of a top-up that never came is on the list of what wants a person, and goes back', async () => {
  const topUpId = newId()
  const paymentId = await ask(topUpId)
  shop.clock.moveTo(new Date(shop.clock.now().getTime() + 601_000))
  const attention = await owner.call({ url: '/payments?needsAttention=true' })
  const row = attention.body.items.find(({ id }: { id: string }) => id === paymentId)
  assert.equal(row.purpose, 'top_up')
  const payload = { reason: '顾客已走，未充值' }
  assert.equal((await owner.call({ method: 'POST', url: `/payments/${paymentId}/refund`, payload })).status, 201)
  assert.equal((await topUp(topUpId, paymentId)).body.code, 'payment_given_back')
  await shop.later(1)
  assert.equal(shop.tradeOf(paymentId).amountCents, principalCents)
})

test('what is given back of a top-up goes to the payment that brought it, and to no other', async () => {
  const topUpId = newId()
  const paymentId = await ask(topUpId)
  await topUp(topUpId, paymentId)
  const quote = await owner.call({ url: `/top-ups/${topUpId}/refund-quote?cause=member` })
  const order = {
    ...{ storeId: shop.storeId, cause: 'member', reason: '不想充了', fingerprint: quote.body.fingerprint },
    tender: { kind: 'other', method: 'wechat', paymentId: await ask(newId()) },
  }
  const refund = (payload: object) => owner.call({ method: 'POST', url: `/top-ups/${topUpId}/refund`, payload })
  assert.equal((await refund(order)).body.code, 'payment_of_another_sale')
  const done = await refund({ ...order, tender: { ...order.tender, paymentId } })
  assert.equal(done.status, 201, JSON.stringify(done.body))
  await shop.later(1)
  const { body } = await owner.call({ url: `/payments/${paymentId}` })
  assert.deepEqual(
    body.refunds.map(({ cause, state, amountCents }: Record<string, unknown>) => [cause, state, amountCents]),
    [['top_up_refund', 'confirmed', principalCents]],
  )
})

test('a store that takes no money on the cashier’s word sells no value on it either', async () => {
  const url = `/stores/${shop.storeId}/tender-policy`
  const set = async (takesWord: boolean) => {
    const { version } = (await owner.call({ url })).body
    assert.equal((await owner.call({ method: 'PUT', url, payload: { takesWord, version } })).status, 200)
  }
  assert.equal((await topUp(newId())).status, 201)
  await set(false)
  assert.equal((await topUp(newId())).body.code, 'payment_needed')
  await set(true)
})
