import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDatabase } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { makePromotion } from '#testing/make-promotion.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { systemActor, testAt, testSecretKey } from '#testing/work.ts'
import { livePromotions } from './live-promotions.ts'
import { endPromotion } from './save-promotion.ts'
import { lockPromotionCounters, readPromotionCounters, writePromotionUses } from './use-promotions.ts'
import { openPromotions, planPromotionUses } from './use-rules.ts'

const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: 24, secretKey: testSecretKey })
after(() => database.close())

const merchantId = newId()
const run = <T>(body: (work: Work) => Promise<T>) =>
  inTransaction(database, { merchantId, actor: systemActor, at: testAt }, body)

let storeId: string
before(async () => {
  storeId = (await run((work) => makeShop(work))).storeId
})

/** How many of sales sent at once took the promotion; the others were refused it or priced without it, and none failed. */
async function takers(count: number, take: (index: number) => Promise<boolean>): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, index) => take(index)))
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof Refused, String(outcome.reason))
  }
  return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length
}

type Hold = typeof lockPromotionCounters

function take(memberId: string | null, hold: Hold = lockPromotionCounters): Promise<boolean> {
  return run(async (work) => {
    const live = await livePromotions(work, [storeId])
    const state = await hold(work, live, memberId ? [memberId] : [])
    const open = openPromotions(state, live, memberId)
    const requests = open.map(({ promotionId, version }) => ({ promotionId, version, offCents: 1_000 }))
    await writePromotionUses(work, accept(planPromotionUses(state, { saleId: newId(), storeId, memberId }, requests)))
    return open.length > 0
  })
}

/** Reads the counters without a lock, and waits until all have read. */
function withoutLock(readers: number): Hold {
  let arrived = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  return async (work, promotions, memberIds) => {
    const state = await readPromotionCounters(work, promotions, memberIds)
    if (++arrived === readers) resolve()
    await promise
    return state
  }
}

async function during<T>(given: Parameters<typeof makePromotion>[1], body: () => Promise<T>): Promise<T> {
  const { id } = await run((work) => makePromotion(work, given))
  try {
    return await body()
  } finally {
    await run((work) => endPromotion(work, id))
  }
}

const limits = [
  { title: 'for the first 30 sales', given: { useLimit: 30 }, memberId: () => null, wins: 30 },
  { title: 'of a budget of 120', given: { budgetCents: 12_000 }, memberId: () => null, wins: 12 },
  { title: 'once per member', given: { memberLimit: 1 }, memberId: (index: number) => members[index % 5]!, wins: 5 },
]
const members = Array.from({ length: 5 }, () => newId())

for (const { title, given, memberId, wins } of limits) {
  test(`300 sales at once take a promotion ${title}: ${wins} have it`, async () => {
    assert.equal(await during(given, () => takers(300, (index) => take(memberId(index)))), wins)
  })
}

test('counters read without a lock are noticed', async () => {
  for (const given of [{ useLimit: 1 }, { budgetCents: 1_000 }, { memberLimit: 1 }]) {
    const hold = withoutLock(8)
    const attempt = during(given, () => takers(8, () => take(members[0]!, hold)))
    await assert.rejects(attempt, assert.AssertionError)
  }
})
