import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeCommittedShop, makeShop, makeStore, signIn } from '#testing/make-merchant.ts'
import { committed, inWork } from '#testing/work.ts'
import { changeStore } from './change-store.ts'
import { closeStore, reopenStore } from './close-store.ts'
import { openStore } from './open-store.ts'
import { checkCurrency, checkTimeZone } from './shop-rules.ts'
import { openStoreOf, storeFacts } from './store-facts.ts'

for (const [currency, isFit] of [
  ['CNY', true],
  ['USD', true],
  ['JPY', false],
  ['KWD', false],
  ['XYZ', false],
  ['cny', false],
] as const)
  test(`${currency} ${isFit ? 'can' : 'cannot'} be a merchant’s currency`, () =>
    assert.equal(isRefusal(checkCurrency(currency)), !isFit))

for (const [zone, isFit] of [
  ['Asia/Shanghai', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['+08:00', false],
  ['Mars/Olympus', false],
  ['', false],
] as const)
  test(`“${zone}” ${isFit ? 'can' : 'cannot'} be a store’s time zone`, () =>
    assert.equal(isRefusal(checkTimeZone(zone)), !isFit))

test(
  'a store gets the next number, and keeps it when it closes and opens again',
  inWork(async (work) => {
    const { storeId: first } = await makeShop(work)
    const second = await openStore(work, { storeId: newId(), name: '江边店' })
    assert.equal(second.number, 2)
    await closeStore(work, second)
    await assert.rejects(openStoreOf(work, second.storeId), { code: 'store_closed' })
    assert.equal((await openStore(work, { storeId: newId(), name: '山上店' })).number, 3)
    await reopenStore(work, second)
    assert.equal((await openStoreOf(work, second.storeId)).number, 2)
    assert.equal((await storeFacts(work)).get(first)?.number, 1)
  }),
)

test(
  'the last open store cannot be closed',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await assert.rejects(closeStore(work, { storeId }), { code: 'last_store' })
  }),
)

test(
  'two stores have two names',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const other = await makeStore(work, { name: '江边店' })
    await assert.rejects(openStore(work, { storeId: newId(), name: '江边店' }), { code: 'store_name_taken' })
    await assert.rejects(changeStore(work, { storeId, version: 1, name: '江边店' }), { code: 'store_name_taken' })
    await changeStore(work, { storeId: other.storeId, version: 1, name: '江边店' })
  }),
)

test('a setting that somebody changed meanwhile is not written over', async () => {
  const { merchantId, ownerId, storeId } = await makeCommittedShop()
  const owner = await signIn(app, { merchantId, userId: ownerId })
  const change = (payload: object) => owner.call({ method: 'PATCH', url: `/stores/${storeId}`, payload })
  const outcomes = await Promise.all([
    change({ version: 1, receiptFooter: '谢谢光临' }),
    change({ version: 1, receiptFooter: '欢迎再来' }),
  ])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), [200, 409])
  const unchanged = await change({ version: 2, cutoffHour: 0 })
  assert.equal(unchanged.body.version, 2, 'the same again is no change')
})

test('every change of settings tells the log what was before and after', async () => {
  const { merchantId, ownerId, storeId } = await makeCommittedShop()
  const owner = await signIn(app, { merchantId, userId: ownerId })
  await owner.call({
    method: 'PATCH',
    url: `/stores/${storeId}`,
    payload: { version: 1, cutoffHour: 4, taxRateBps: 600 },
  })
  const { body } = await owner.call({ url: `/audit?subjectId=${storeId}&action=settings.` })
  assert.equal(body.items.length, 1)
  assert.deepEqual(body.items[0].changes, { cutoffHour: [0, 4], taxRateBps: [0, 600] })
  assert.equal(body.items[0].actor.name, '王老板')
  assert.equal(body.items[0].ip, '127.0.0.1')
})

test('bad input is refused by the field’s name and changes nothing', async () => {
  const { merchantId, ownerId, storeId } = await makeCommittedShop()
  const owner = await signIn(app, { merchantId, userId: ownerId })
  for (const [payload, field] of [
    [{ version: 1, cutoffHour: 24 }, 'cutoffHour'],
    [{ version: 1, cutoffHour: '4' }, 'cutoffHour'],
    [{ version: 1, taxRateBps: 10_001 }, 'taxRateBps'],
    [{ version: 1, taxRateBps: 1.5 }, 'taxRateBps'],
    [{ version: 1, name: 'x'.repeat(10_000) }, 'name'],
    [{ version: 1, name: '' }, 'name'],
    [{ version: 1, name: 'a\u0000b' }, 'name'],
    [{ version: 1, color: 'red' }, 'color'],
    [{ name: 'x' }, 'version'],
  ] as const) {
    const answer = await owner.call({ method: 'PATCH', url: `/stores/${storeId}`, payload })
    assert.deepEqual([answer.status, answer.body.code, answer.body.details.field], [400, 'invalid_input', field])
  }
  const kept = await owner.call({
    method: 'PATCH',
    url: `/stores/${storeId}`,
    payload: { version: 1, name: '=cmd()|🐼 مرحبا' },
  })
  assert.equal(kept.status, 200)
  const stores = await committed(merchantId, (work) => storeFacts(work, [storeId]))
  assert.equal(stores.get(storeId)?.name, '=cmd()|🐼 مرحبا')
})

const app = await testApp()
