import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuantity, quantityText } from './quantity-text.ts'

const typed: [string, boolean, number | null][] = [
  ['3', false, 3000],
  ['３', false, 3000],
  ['1.5', false, null],
  ['1.5', true, 1500],
  ['.25', true, 250],
  ['0.1234', true, null],
  ['', true, null],
  ['-1', false, null],
  ['12kg', true, null],
]
for (const [text, isWeighed, milli] of typed) {
  test(`“${text}” typed for ${isWeighed ? 'weighed' : 'counted'} goods is ${milli ?? 'no quantity'}`, () => {
    assert.equal(parseQuantity(text, isWeighed), milli)
  })
}

test('quantities are written without needless zeros', () => {
  assert.deepEqual([1000, 1500, 250, 1005].map(quantityText), ['1', '1.5', '0.25', '1.005'])
})
