import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestedWaivers, waiverCentsOf } from './waiver-rules.ts'

const sums: [number, number[]][] = [
  [12_345, [5, 45]],
  [12_340, [40]],
  [12_305, [5]],
  [12_300, []],
  [99, [9]],
]
for (const [sum, off] of sums) {
  test(`of ${sum} cents the till offers to give up ${off.join(' or ') || 'nothing'}`, () => {
    assert.deepEqual(
      suggestedWaivers(sum).map(({ offCents }) => offCents),
      off,
    )
  })
}

test('rounding to yuan follows the sum, a typed amount stays', () => {
  assert.deepEqual(
    [101, 250, 300].map((sum) => waiverCentsOf({ kind: 'yuan' }, sum)),
    [1, 50, 0],
  )
  assert.equal(waiverCentsOf({ kind: 'amount', amountCents: 7 }, 300), 7)
})
