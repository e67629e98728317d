import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseUnfitText } from './unfit-text.ts'

// A number that could be a UnionPay card: it begins with 62 and its last digit checks the others.
const cardLike = '6222021234567890123'

function withCheckDigit(first18: string): string {
  const digit = [...'0123456789'].find((last) => {
    try {
      refuseUnfitText({ note: first18 + last })
      return false
    } catch {
      return true
    }
  })
  return first18 + digit
}

test('a tax class that reads like a bank card is a tax class; in a note the same digits are refused', () => {
  const digits = withCheckDigit(cardLike.slice(0, 18))
  assert.throws(() => refuseUnfitText({ note: digits }), { code: 'invalid_input' })
  refuseUnfitText({ taxClass: digits })
  refuseUnfitText({ defaultTaxClass: digits })
  refuseUnfitText({ items: [{ taxClass: digits }] })
})
