import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeShop, type MadeShop, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { committed, testAt } from '#testing/work.ts'
import { believedEnd } from './task-timing-rules.ts'

let app: App
let shop: MadeShop
let owner: SignedIn

before(async () => {
  app = await testApp()
  shop = await committed(newId(), (work) => makeShop(work))
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
})

const timing = (given: object = {}) => ({
  id: newId(),
  task: 'sale',
  finishedAt: testAt.toISOString(),
  durationMs: 9_000,
  steps: 4,
  errors: 0,
  items: 2,
  isDone: true,
  ...given,
})
const send = (items: object[]) =>
  owner.call({ method: 'POST', url: '/cashier-task-timings', payload: { storeId: shop.storeId, items } })
const report = async () =>
  (await owner.call({ url: '/cashier-task-timings/report?from=2026-02-01&until=2026-03-31' })).body.items

test('the report tells medians and worst per task and week; what was given up counts apart; a batch sent twice counts once', async () => {
  const batch = [
    timing({ durationMs: 5_000, steps: 3 }),
    timing({ durationMs: 9_000, steps: 5 }),
    timing({ durationMs: 60_000, steps: 11, errors: 2 }),
    timing({ durationMs: 90_000, steps: 1, isDone: false, errors: 1 }),
    timing({ task: 'enrol', durationMs: 20_000, steps: 5, items: 0 }),
  ]
  assert.equal((await send(batch)).status, 201)
  assert.equal((await send(batch)).status, 201)
  const rows = await report()
  const common = { storeId: shop.storeId, week: '2026-02-23' }
  assert.deepEqual(rows, [
    {
      ...common,
      task: 'enrol',
      ...{
        doneCount: 1,
        leftCount: 0,
        medianMs: 20_000,
        worstMs: 20_000,
        medianSteps: 5,
        worstSteps: 5,
        errorCount: 0,
      },
    },
    {
      ...common,
      task: 'sale',
      ...{
        doneCount: 3,
        leftCount: 1,
        medianMs: 9_000,
        worstMs: 60_000,
        medianSteps: 5,
        worstSteps: 11,
        errorCount: 3,
      },
    },
  ])
})

test('a batch that names somebody, or a task nobody knows, is refused', async () => {
  for (const wrong of [{ cashierId: newId() }, { task: 'lunch' }, { durationMs: -1 }, { steps: 1.5 }]) {
    assert.equal((await send([timing(wrong)])).status, 400, JSON.stringify(wrong))
  }
})

test('a till whose clock is far off is believed to have told it now', () => {
  const inFuture = new Date(testAt.getTime() + 60_000)
  const longAgo = new Date(testAt.getTime() - 31 * 86_400_000)
  const yesterday = new Date(testAt.getTime() - 86_400_000)
  assert.deepEqual(
    [inFuture, longAgo, yesterday].map((told) => believedEnd(told, testAt)),
    [testAt, testAt, yesterday],
  )
})
