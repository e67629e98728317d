import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#shared/refusal.ts'
import {
  type BarcodeFormat,
  checkDigitOf,
  checkFormats,
  isCheckDigitRight,
  normalizeBarcode,
  parseBarcode,
} from './barcode-rules.ts'

const format = (pattern: string, given: Partial<BarcodeFormat> = {}): BarcodeFormat => ({
  pattern,
  weightDecimals: 3,
  amountDecimals: 2,
  ...given,
})
const withCheck = (body: string) => body + checkDigitOf(body)

for (const code of ['4006381333931', '6901234567892', '96385074', '036000291452', '10012345678902']) {
  test(`${code} carries a right check digit`, () => assert.equal(isCheckDigitRight(code), true))
}

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{12}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
      const code = withCheck(body)
      const wrong = code.slice(0, place) + String((Number(code[place]) + by) % 10) + code.slice(place + 1)
      assert.equal(isCheckDigitRight(wrong), false)
    }),
  )
})

const table = [
  format('21IIIIIAAAAAC'),
  format('22IIIIIWWWWWC'),
  format('2IIIIIIWWWWWC'),
  format('26IIIIIAAAAAWWWWWC'),
  format('23IIIIIAAAAAC', { amountDecimals: 1 }),
  format('042MMMMMMMMMC'),
  format('041SSSSSSSSSC'),
  format('24DDXXXXXXXXC'),
]
const scanned: { title: string; code: string; is: object }[] = [
  {
    title: 'an amount label',
    code: withCheck('210004201234'),
    is: { kind: 'scale', itemCode: '42', quantityMilli: null, amountCents: 1234 },
  },
  {
    title: 'a weight label',
    code: withCheck('220004200363'),
    is: { kind: 'scale', itemCode: '42', quantityMilli: 363, amountCents: null },
  },
  {
    title: 'a label that only the general format knows',
    code: withCheck('271234500500'),
    is: { kind: 'scale', itemCode: '712345', quantityMilli: 500, amountCents: null },
  },
  {
    title: 'an 18 digit label with amount and weight',
    code: withCheck('26000420123400363'),
    is: { kind: 'scale', itemCode: '42', quantityMilli: 363, amountCents: 1234 },
  },
  {
    title: 'a label in 角',
    code: withCheck('230004200123'),
    is: { kind: 'scale', itemCode: '42', quantityMilli: null, amountCents: 1230 },
  },
  { title: 'a member card', code: withCheck('042000123456'), is: { kind: 'member', code: '000123456' } },
  { title: 'a staff card', code: withCheck('041000000007'), is: { kind: 'staff', code: '000000007' } },
  { title: 'a discount label', code: withCheck('241500000000'), is: { kind: 'discount', offBps: 1500 } },
  {
    title: 'goods from a factory',
    code: '6901234567892',
    is: { kind: 'product', code: '6901234567892', isCheckDigitRight: true },
  },
  {
    title: 'full-width digits with blanks around',
    code: ' ６９０１２３４５６７８９２ ',
    is: { kind: 'product', code: '6901234567892', isCheckDigitRight: true },
  },
  { title: 'letters', code: 'SKU-7', is: { kind: 'product', code: 'SKU-7', isCheckDigitRight: null } },
]
for (const { title, code, is } of scanned) {
  test(`${title} is understood`, () => assert.deepEqual(parseBarcode(code, table), is))
}

test('a label misread by one digit never becomes an amount', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^21\d{10}$/), fc.integer({ min: 2, max: 12 }), (body, place) => {
      const code = withCheck(body)
      const misread = code.slice(0, place) + String((Number(code[place]) + 1) % 10) + code.slice(place + 1)
      const parsed = parseBarcode(misread, table)
      assert.ok(!isRefusal(parsed))
      assert.equal(parsed.kind, 'product')
    }),
  )
})

test('UPC-A and the EAN-13 of the same article are one code', () => {
  assert.equal(normalizeBarcode('036000291452'), normalizeBarcode('0036000291452'))
})

for (const text of ['', '   ', '你好', 'a b', 'x'.repeat(65), 'a\u0000b']) {
  test(`${JSON.stringify(text.slice(0, 8))} is no barcode`, () => {
    const parsed = parseBarcode(text, table)
    assert.ok(isRefusal(parsed))
    assert.equal(parsed.code, 'barcode_invalid')
  })
}

test('the usual formats make a table', () => assert.equal(checkFormats(table), undefined))

for (const pattern of [
  'IIIIIIIWWWWWC',
  '2',
  '21AAAAAAAAAAC',
  '21IIIWWIIIWWC',
  '21IIIIIMMMMMC',
  '21IIIIICAAAAA',
  '21iiiii',
  '21IIWWWWWWWWWWC',
]) {
  test(`the pattern ${pattern} is refused`, () => {
    assert.equal(checkFormats([format(pattern)])?.code, 'barcode_pattern_invalid')
  })
}

test('weight and amount behind the same prefix cannot both be in a table', () => {
  const refusal = checkFormats([format('2IIIIIIAAAAAC'), format('2IIIIIIWWWWWC')])
  assert.equal(refusal?.code, 'barcode_patterns_overlap')
})
