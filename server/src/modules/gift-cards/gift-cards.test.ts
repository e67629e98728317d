import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { runDueWork } from '#platform/due-work.ts'
import type { App } from '#platform/http.ts'
import { testApp } from '#testing/app.ts'
import { type MadeShop, makeCommittedShop, makeStore, makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { newId } from '#shared/ids.ts'
import { giftCardCodeSweep } from './codes.ts'
import { refuseLoading, refuseSpending } from './gift-card-rules.ts'

let app: App
let shop: MadeShop
let owner: SignedIn

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
})

const cash = (receivedCents: number) => [{ tenderId: newId(), kind: 'cash', receivedCents }]
const load = (input: object, key = newId()) =>
  owner.call({
    method: 'POST',
    url: '/gift-card-loads',
    payload: { storeId: shop.storeId, amountCents: 20_000, tenders: cash(20_000), ...input },
    key,
  })
const lookUp = (code: string, storeId = shop.storeId) =>
  owner.call({ method: 'POST', url: '/gift-card-lookups', payload: { code, storeId } })
const codeOf = async (giftCardId: string): Promise<string> =>
  (await owner.call({ url: `/gift-cards/${giftCardId}/code` })).body.codes[0]
const payOut = (giftCardId: string, amountCents: number, by = owner, more: object = {}) =>
  by.call({
    method: 'POST',
    url: `/gift-cards/${giftCardId}/payouts`,
    payload: { storeId: shop.storeId, amountCents, tender: { kind: 'cash' }, reason: '顾客要求退卡', ...more },
  })

test('a card is sold with change, found by its code however it is typed, loaded again, and its ledger adds up', async () => {
  const sold = await load({ tenders: cash(30_000) })
  assert.deepEqual([sold.status, sold.body.balanceCents, sold.body.changeCents], [201, 20_000, 10_000])
  const code = await codeOf(sold.body.giftCardId)
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/)
  const found = await lookUp(` ${code.toLowerCase().replaceAll('-', ' ')} `)
  assert.deepEqual([found.body.giftCardId, found.body.isSpendable], [sold.body.giftCardId, true])
  const again = await load({ code, amountCents: 5_000, tenders: cash(5_000) })
  assert.equal(again.body.balanceCents, 25_000)
  const card = await owner.call({ url: `/gift-cards/${sold.body.giftCardId}` })
  assert.deepEqual(
    card.body.entries.map(({ units }: { units: number }) => units),
    [20_000, 5_000],
  )
  assert.equal((await committed(shop.merchantId, verifyLedger)).ok, true)
})

test('the same sale sent twice is one card; another code of the same length is no card', async () => {
  const key = newId()
  const tenders = cash(20_000)
  const [a, b] = [await load({ tenders }, key), await load({ tenders }, key)]
  assert.deepEqual(a.body, b.body)
  assert.equal((await lookUp('0000-0000-00000')).body.code, 'gift_card_not_found')
  assert.equal((await lookUp('not a code')).body.code, 'gift_card_not_found')
})

test('codes are gone an hour after the card was made, and the database never holds them in the clear', async () => {
  const { body } = await load({})
  const code = await codeOf(body.giftCardId)
  const at = new Date(testAt.getTime() + 3_700_000)
  await runDueWork({ database: testDatabase(), sweeps: [giftCardCodeSweep], at })
  assert.equal((await owner.call({ url: `/gift-cards/${body.giftCardId}/code` })).body.code, 'gift_card_code_gone')
  assert.equal((await lookUp(code)).body.balanceCents, 20_000)
})

test('an anonymous card holds 1,000 yuan at most (R6); money must be paid exactly', async () => {
  const { body } = await load({ amountCents: 90_000, tenders: cash(90_000) })
  const code = await codeOf(body.giftCardId)
  assert.equal((await load({ code, amountCents: 10_001, tenders: cash(10_001) })).body.code, 'gift_card_full')
  assert.equal((await load({ code, amountCents: 10_000, tenders: cash(9_999) })).body.code, 'top_up_underpaid')
  assert.equal((await load({ code, amountCents: 10_000, tenders: cash(10_000) })).status, 201)
  for (const amountCents of [0, -1, 1.5, 2 ** 53]) {
    assert.equal((await load({ amountCents, tenders: cash(100) })).body.code, 'invalid_input', String(amountCents))
  }
})

test('blanks are worth nothing before they are sold; a store’s own cards are refused elsewhere', async () => {
  const other = await committed(shop.merchantId, (work) => makeStore(work))
  const payload = { name: '春节卡', quantity: 3, storeIds: [other.storeId] }
  const made = await owner.call({ method: 'POST', url: '/gift-card-batches', payload })
  const { codes } = (await owner.call({ url: `/gift-card-batches/${made.body.batchId}/codes` })).body
  assert.equal(new Set(codes).size, 3)
  const log = await owner.call({ url: '/audit?limit=10' })
  const looked = log.body.items.find(({ action }: { action: string }) => action === 'giftcard.codes')
  assert.deepEqual([looked.subject.id, looked.changes.shown], [made.body.batchId, [null, 3]])
  const blank = await lookUp(codes[0])
  assert.deepEqual([blank.body.state, blank.body.isSpendable], ['blank', false])
  await load({ code: codes[0] })
  const here = await lookUp(codes[0])
  const there = await lookUp(codes[0], other.storeId)
  assert.deepEqual([here.body.isSpendable, there.body.isSpendable], [false, true])
  const batches = await owner.call({ url: '/gift-card-batches' })
  assert.deepEqual([batches.body.items[0].quantity, batches.body.items[0].soldCount], [3, 1])
})

test('what is left is paid out once, by authority, exactly as shown; a blocked card moves nothing', async () => {
  const { body } = await load({})
  const id = body.giftCardId
  assert.equal((await payOut(id, 19_999)).body.code, 'quote_changed')
  const cashier = await committed(shop.merchantId, (work) => makeUser(work, { permissions: ['giftcard.sell'] }))
  const clerk = await signIn(app, { merchantId: shop.merchantId, userId: cashier.userId })
  assert.equal((await payOut(id, 20_000, clerk)).body.code, 'gift_card_payout_approval_needed')
  const block = await owner.call({ method: 'POST', url: `/gift-cards/${id}/block`, payload: { reason: '挂失' } })
  assert.equal(block.status, 200)
  assert.equal((await payOut(id, 20_000)).body.code, 'gift_card_blocked')
  await owner.call({ method: 'DELETE', url: `/gift-cards/${id}/block` })
  const both = await Promise.all([payOut(id, 20_000), payOut(id, 20_000)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
  assert.equal((await payOut(id, 20_000)).body.code, 'gift_card_empty')
  assert.equal((await committed(shop.merchantId, verifyLedger)).ok, true)
})

test('the rules alone: who may spend where, who may be loaded how far', () => {
  const card = { id: 'c', codeTail: '0000', storeIds: ['a'], activatedAt: testAt, blockedAt: null }
  const cases: [Partial<typeof card> | { blockedAt: Date } | { activatedAt: null }, string, string | undefined][] = [
    [{}, 'a', undefined],
    [{}, 'b', 'gift_card_elsewhere'],
    [{ activatedAt: null }, 'a', 'gift_card_blank'],
    [{ blockedAt: testAt }, 'a', 'gift_card_blocked'],
  ]
  for (const [change, store, code] of cases) assert.equal(refuseSpending({ ...card, ...change }, store)?.code, code)
  const facts = { balanceCents: 99_000, amountCents: 1_001 }
  assert.equal(refuseLoading(card, { ...facts, limitCents: 100_000 })?.code, 'gift_card_full')
  assert.equal(refuseLoading(card, { ...facts, amountCents: 1_000, limitCents: 100_000 }), undefined)
  assert.equal(refuseLoading(card, { ...facts, limitCents: null }), undefined)
})
