import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { parseQuantity } from './quantity-rules.ts'

const codeOf = (typed: string, limits: Parameters<typeof parseQuantity>[1]) => {
  const parsed = parseQuantity(typed, limits)
  return isRefusal(parsed) ? parsed.code : parsed
}
const whole = { isWhole: true, allowNegative: false }
const weighed = { isWhole: false, allowNegative: false }
const change = { isWhole: false, allowNegative: true }

test('reads quantities digit by digit', () => {
  assert.equal(codeOf('0.1', weighed), 100)
  assert.equal(codeOf('１２', whole), 12_000)
  assert.equal(codeOf(' 1,200 ', whole), 1_200_000)
  assert.equal(codeOf('3.000', whole), 3_000)
  assert.equal(codeOf('-0.250', change), -250)
  assert.equal(codeOf('+5', change), 5_000)
  assert.equal(codeOf('-0', change), 0)
  assert.equal(codeOf('', whole), null)
})

test('refuses what is no quantity of this item', () => {
  assert.equal(codeOf('1.5', whole), 'not_whole')
  assert.equal(codeOf('0.0005', weighed), 'too_fine')
  assert.equal(codeOf('-1', weighed), 'below_zero')
  assert.equal(codeOf('1e3', weighed), 'not_a_quantity')
  assert.equal(codeOf('一', weighed), 'not_a_quantity')
  assert.equal(codeOf('9'.repeat(30), weighed), 'too_large')
})
