import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currencySymbol, formatMoney } from './format-money.ts'

const examples: [number, string | undefined, string][] = [
  [0, undefined, '¥0.00'],
  [5, undefined, '¥0.05'],
  [123_450, undefined, '¥1,234.50'],
  [-9_900, undefined, '-¥99.00'],
  [9_007_199_254_740_991, undefined, '¥90,071,992,547,409.91'],
  [123_450, 'USD', '$1,234.50'],
]
for (const [cents, currency, expected] of examples) {
  test(`${cents} cents of ${currency ?? 'the usual currency'} read ${expected}`, () => {
    assert.equal(formatMoney(cents, currency), expected)
  })
}

test('half a cent is a bug, not an amount', () => {
  assert.throws(() => formatMoney(0.5))
})

test('an input shows the sign of the currency alone', () => assert.equal(currencySymbol('CNY'), '¥'))
