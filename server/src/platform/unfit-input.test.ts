import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseUnfitInput } from './unfit-input.ts'

// A number that could be a UnionPay card: it begins with 62 and its last digit checks the others.
const cardLike = '6222021234567890123'

function withCheckDigit(first18: string): string {
  const digit = [...'0123456789'].find((last) => {
    try {
      refuseUnfitInput({ note: first18 + last })
      return false
    } catch {
      return true
    }
  })
  return first18 + digit
}

test('a tax class that reads like a bank card is a tax class; in a note the same digits are refused', () => {
  const digits = withCheckDigit(cardLike.slice(0, 18))
  assert.throws(() => refuseUnfitInput({ note: digits }), { code: 'invalid_input' })
  refuseUnfitInput({ taxClass: digits })
  refuseUnfitInput({ defaultTaxClass: digits })
  refuseUnfitInput({ items: [{ taxClass: digits }] })
})
