import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { movableClock } from '#platform/clock.ts'
import { type Database, openDatabase } from '#platform/db.ts'
import { testApp } from '#testing/app.ts'
import { makeContests } from '#testing/make-contests.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop, type SignedIn, signIn } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { databaseWithoutLockOf, isSeenWithin } from '#testing/planted-bugs.ts'
import { committed, testAt, testSecretKey } from '#testing/work.ts'

// The same shop behind four processes, each with a lane of its own: what they have in common is the database alone.
const processes = 4
const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: 32, secretKey: testSecretKey })
after(() => database.close())

const shop = await makeCommittedShop()
const { merchantId, storeId } = shop
const run = <T>(body: Parameters<typeof committed<T>>[1]) => committed(merchantId, body)
const { id: freeItemId } = await run((work) => makeItem(work, { listPriceCents: 10_000 }))
const { contests } = makeContests(run, { merchantId, storeId, freeItemId })

async function startProcesses(on: Database): Promise<SignedIn[]> {
  const apps = await Promise.all(
    Array.from({ length: processes }, () => testApp(movableClock(testAt), undefined, undefined, on)),
  )
  return Promise.all(apps.map((app) => signIn(app, { merchantId, userId: shop.ownerId })))
}

const owners = await startProcesses(database)
/** The planted bug: processes that forget the lock of one table, and that decide at the same moment. */
const forgetting = (table: string) => startProcesses(databaseWithoutLockOf(database, table, processes))
const [withoutStockLock, withoutSaleLock] = [await forgetting('stock.on_hand'), await forgetting('cashier.sale')]

type Post = { url: string; payload: object }

/** Sends everything at once, turn about to the processes. What the callers heard, by its code. */
async function sendAll(callers: readonly SignedIn[], posts: readonly Post[]): Promise<Record<string, number>> {
  const answers = await Promise.all(
    posts.map((post, place) => callers[place % callers.length]!.call({ method: 'POST', ...post })),
  )
  const heard = new Map<string, number>()
  for (const { status, body } of answers) {
    const code = status === 201 ? 'booked' : status === 409 ? String(body.code) : `fault ${status}`
    heard.set(code, (heard.get(code) ?? 0) + 1)
  }
  return Object.fromEntries(heard)
}

const asPosts = (inputs: readonly object[]) => inputs.map((payload) => ({ url: '/sales', payload }))
const isEqual = (a: object, b: object) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())

for (const { title, takers, hasNet, make } of contests) {
  test(`${title} over HTTP: of ${takers} sales at ${processes} processes as many as there is for, clean refusals for the others`, async () => {
    const { inputs, expected } = await make(takers)
    assert.deepEqual(await sendAll(owners, asPosts(inputs)), expected)
  })

  // What has a net is seen by single sales on connections of their own (sale.race.test.ts), which nobody does again.
  if (hasNet) continue
  test(`${title} over HTTP: the check sees processes that do not lock the shelf`, async () => {
    const isSeen = await isSeenWithin(10, async () => {
      const { inputs, expected } = await make(processes * 4)
      return !isEqual(await sendAll(withoutStockLock, asPosts(inputs)), expected)
    })
    assert.ok(isSeen)
  })
}

/** Eight refunds of the same sale at once, each a command of its own. What was heard, and what the member holds afterwards. */
async function refundOnce(callers: readonly SignedIn[]): Promise<{ heard: object; storedCents: number }> {
  const memberId = await run(async (work) => {
    const { id } = await makeMember(work)
    await makeStoredValue(work, id, 10_000)
    return id
  })
  const wish = { storeId, memberId, items: [[freeItemId, 1]] as const, storedCents: 10_000 }
  const { saleId, input } = await run((work) => makeSale(work, wish))
  const lines = input.lines.map(({ lineId }) => ({ lineId, quantityMilli: 1000 }))
  const url = `/sales/${saleId}/refunds`
  const { body: quote } = await callers[0]!.call({ method: 'POST', url: `${url}/quote`, payload: { lines } })
  const payload = { lines, fingerprint: quote.fingerprint, reason: '重复退款' }
  const heard = await sendAll(
    callers,
    Array.from({ length: 8 }, () => ({ url, payload })),
  )
  return { heard, storedCents: (await run((work) => holdings(work, memberId))).storedCents }
}

const once = { heard: { booked: 1, refund_exceeds_sale: 7 }, storedCents: 10_000 }

test('one sale refunded eight times at four processes is refunded once', async () => {
  const { heard, storedCents } = await refundOnce(owners)
  assert.deepEqual({ heard, storedCents }, once)
})

test('refunded twice: the check sees processes that do not lock the sale', async () => {
  const isSeen = await isSeenWithin(10, async () => {
    const { heard, storedCents } = await refundOnce(withoutSaleLock)
    return !isEqual(heard, once.heard) || storedCents !== once.storedCents
  })
  assert.ok(isSeen)
})

test('a void and a refund of the same sale at once: one of them has it', async () => {
  const { saleId, input } = await run((work) => makeSale(work, { storeId, items: [[freeItemId, 1]] }))
  const lines = input.lines.map(({ lineId }) => ({ lineId, quantityMilli: 1000 }))
  const quoteUrl = `/sales/${saleId}/refunds/quote`
  const { body: quote } = await owners[0]!.call({ method: 'POST', url: quoteUrl, payload: { lines } })
  const payload = { lines, fingerprint: quote.fingerprint, reason: '同时操作' }
  const { body: sale } = await owners[0]!.call({ url: `/sales/${saleId}` })
  const url = `/sales/${saleId}/refunds`
  const posts = Array.from({ length: 8 }, (_, place) => ({ url, payload: { ...payload, isVoid: place % 2 === 0 } }))
  const heard = await sendAll(owners, posts)
  assert.equal(heard['booked'], 1, JSON.stringify(heard))
  assert.equal(
    Object.keys(heard).some((code) => code.startsWith('fault')),
    false,
    JSON.stringify(heard),
  )
  const { body: after } = await owners[0]!.call({ url: `/sales/${saleId}` })
  const backCents = after.refunds.reduce((sum: number, refund: { paidCents: number }) => sum + refund.paidCents, 0)
  assert.equal(backCents, sale.netCents)
})
