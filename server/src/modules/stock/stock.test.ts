import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { committed, inWork, type TestWork } from '#testing/work.ts'
import { openStock, setStorePolicy } from './adjust-stock.ts'
import { lockStock, writeStockMoves } from './move-stock.ts'
import { listMoves, readOnHand } from './stock-queries.ts'
import { applyMoves, planMoves } from './stock-rules.ts'

async function sell(work: TestWork, storeId: string, itemId: string, quantityMilli: number) {
  const state = await lockStock(work, [{ storeId, itemId }])
  const planned = planMoves(state, [
    { storeId, itemId, kind: 'sale', quantityMilli: -quantityMilli, source: { kind: 'sale', id: newId() } },
  ])
  if (isRefusal(planned)) return planned
  applyMoves(state, planned)
  await writeStockMoves(work, planned)
  return planned
}

test(
  'a store that does not sell below zero refuses the piece it does not have',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const itemId = newId()
    await setStorePolicy(work, { storeId, maySellBelowZero: false })
    await openStock(work, { storeId, batchId: newId(), counts: [{ itemId, countedMilli: 2000 }] })
    assert.ok(!isRefusal(await sell(work, storeId, itemId, 2000)))
    const short = await sell(work, storeId, itemId, 1000)
    assert.ok(isRefusal(short))
    assert.deepEqual([short.code, short.details.leftMilli], ['stock_short', 0])
    assert.deepEqual(await readOnHand(work, storeId, [itemId]), [{ itemId, quantityMilli: 0 }])
  }),
)

test(
  'a store that sells on goes below zero, and the moves sum to what is on hand',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const itemId = newId()
    await sell(work, storeId, itemId, 1500)
    await sell(work, storeId, itemId, 500)
    const moves = await listMoves(work, { itemId, storeId, before: null, limit: 10 })
    assert.equal(
      moves.reduce((sum, move) => sum + move.quantityMilli, 0),
      -2000,
    )
    assert.deepEqual(await readOnHand(work, storeId, [itemId]), [{ itemId, quantityMilli: -2000 }])
  }),
)

test('of sixteen tills that sell the last piece at once, one does', async () => {
  const merchantId = newId()
  const itemId = newId()
  const { storeId } = await committed(merchantId, async (work) => {
    const store = await makeShop(work)
    await setStorePolicy(work, { storeId: store.storeId, maySellBelowZero: false })
    await openStock(work, { storeId: store.storeId, batchId: newId(), counts: [{ itemId, countedMilli: 1000 }] })
    return store
  })
  const outcomes = await Promise.all(
    Array.from({ length: 16 }, () => committed(merchantId, (work) => sell(work, storeId, itemId, 1000))),
  )
  assert.equal(outcomes.filter((outcome) => !isRefusal(outcome)).length, 1)
  const left = await committed(merchantId, (work) => readOnHand(work, storeId, [itemId]))
  assert.deepEqual(left, [{ itemId, quantityMilli: 0 }])
})
