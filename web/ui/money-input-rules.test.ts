import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#shared/refusal.ts'
import { parseMoney, typedMoney } from './money-input-rules.ts'

const understood: [string, number | null][] = [
  ['', null],
  ['   ', null],
  ['0', 0],
  ['-0', 0],
  ['12', 1200],
  ['12.5', 1250],
  ['.5', 50],
  ['12.', 1200],
  ['12.50', 1250],
  ['12.500', 1250],
  ['1,234.56', 123456],
  ['¥1,234.56', 123456],
  ['１２．３４', 1234],
  ['￥８８元', 8800],
  ['100000000', 10_000_000_000],
]
for (const [typed, expected] of understood) {
  test(`"${typed}" is read as ${expected} cents`, () => assert.equal(parseMoney(typed), expected))
}

const refused: [string, string][] = [
  ['abc', 'money_not_a_number'],
  ['.', 'money_not_a_number'],
  ['1.2.3', 'money_not_a_number'],
  ['1,23', 'money_not_a_number'],
  ['1e5', 'money_not_a_number'],
  ['0x10', 'money_not_a_number'],
  ['=1+1', 'money_not_a_number'],
  ['十元', 'money_not_a_number'],
  ['1.005', 'money_too_precise'],
  ['-1', 'money_negative'],
  ['100000000.01', 'money_too_large'],
  ['9007199254740993', 'money_too_large'],
]
for (const [typed, code] of refused) {
  test(`"${typed}" is refused as ${code}`, () => {
    const result = parseMoney(typed)
    assert.ok(isRefusal(result))
    assert.equal(result.code, code)
  })
}

test('a negative amount is read where one is allowed', () => {
  assert.equal(parseMoney('-12.5', { allowNegative: true }), -1250)
})

test('what is shown for an amount is read back as that amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (amount) => {
      assert.equal(parseMoney(typedMoney(amount), { allowNegative: true }), amount)
    }),
  )
})
