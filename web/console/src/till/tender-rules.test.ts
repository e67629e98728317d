import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cashDueCents, quickAmounts, tendersOf } from './tender-rules.ts'

const ids = { stored: 's', other: 'o', cash: 'c' }
const none = { storedCents: null, other: null, receivedCents: null }

test('cash takes what stored value leaves, and only then', () => {
  assert.deepEqual(tendersOf(10_000, { ...none, storedCents: 6_000 }, ids), [
    { tenderId: 's', kind: 'stored_value', amountCents: 6_000 },
    { tenderId: 'c', kind: 'cash', receivedCents: 4_000 },
  ])
  assert.deepEqual(tendersOf(10_000, { ...none, storedCents: 10_000 }, ids), [
    { tenderId: 's', kind: 'stored_value', amountCents: 10_000 },
  ])
})

test('a sale for nothing asks for no tender', () => assert.deepEqual(tendersOf(0, none, ids), []))

test('what other means cover is not asked in cash again', () => {
  assert.equal(cashDueCents(10_000, { ...none, other: { method: 'wechat', amountCents: 12_000 } }), 0)
})

const amounts: [number, number[]][] = [
  [12_345, [12_345, 13_000, 15_000, 20_000]],
  [10_000, [10_000, 20_000]],
  [880, [880, 1_000, 5_000, 10_000]],
]
for (const [due, quick] of amounts) {
  test(`for ${due} cents the counter offers ${quick.join(', ')}`, () => assert.deepEqual(quickAmounts(due), quick))
}
