import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDatabase } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { systemActor, testAt, testSecretKey } from '#testing/work.ts'
import { lockStock, writeStockMoves } from './move-stock.ts'
import { readOnHand } from './stock-queries.ts'
import { applyMoves, planMoves } from './stock-rules.ts'

const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: 24, secretKey: testSecretKey })
after(() => database.close())

const merchantId = newId()
const run = <T>(body: (work: Work) => Promise<T>) =>
  inTransaction(database, { merchantId, actor: systemActor, at: testAt }, body)

let storeId: string
before(async () => {
  storeId = (await run((work) => makeShop(work))).storeId
})

/** Takes one of each, in the order given. */
async function takeOneOfEach(work: Work, itemIds: readonly string[]): Promise<void> {
  const state = await lockStock(
    work,
    itemIds.map((itemId) => ({ storeId, itemId })),
  )
  const source = { kind: 'sale', id: newId() }
  const requests = itemIds.map((itemId) => ({ storeId, itemId, kind: 'sale' as const, quantityMilli: -1_000, source }))
  const moves = accept(planMoves(state, requests))
  applyMoves(state, moves)
  await writeStockMoves(work, moves)
}

test('twenty that at once sell items that never moved, named in any order, each take theirs', async () => {
  const rounds = Number(process.env.RACE_ROUNDS ?? 10)
  for (let round = 0; round < rounds; round++) {
    const old = newId()
    await run((work) => takeOneOfEach(work, [old]))
    const itemIds = [newId(), old, newId(), newId()]
    // Some sell fewer of them: whoever locks a part of the rows makes only those that it misses.
    const baskets = Array.from({ length: 20 }, (_, n) => (n % 2 ? itemIds : [...itemIds].reverse()).slice(n % 3))
    await Promise.all(baskets.map((basket) => run((work) => takeOneOfEach(work, basket))))

    const rows = await run((work) => readOnHand(work, storeId, itemIds))
    const onHand = new Map(rows.map((row) => [row.itemId, row.quantityMilli]))
    for (const itemId of itemIds) {
      const takers = baskets.filter((basket) => basket.includes(itemId)).length + (itemId === old ? 1 : 0)
      assert.equal(onHand.get(itemId), -1_000 * takers)
    }
  }
})
