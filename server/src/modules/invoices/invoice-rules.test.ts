import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { TenderKind } from '#modules/cashier/pricing/pricing-types.ts'
import { keptShares, type LineShares } from '#modules/cashier/money-shares-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { creditCodeCheck, isCreditCode, readBuyer } from './buyer-rules.ts'
import {
  invoiceableTotal,
  invoiceLines,
  normalTaxClass,
  quantityText,
  rateText,
  totalsOf,
  unitPriceText,
  yuan,
} from './invoice-rules.ts'
import {
  type InvoiceState,
  redLetterCents,
  requestNumberOf,
  stepAfter,
  type VendorAnswer,
} from './invoice-step-rules.ts'

const at = new Date('2026-03-01T06:00:00Z')
const defaultClass = '3070402000000000000'

const known = ['91350100M000100Y43', '91110108551385082Q', '91440300708461136T']
for (const code of known) {
  test(`${code} is a unified social credit code`, () => {
    assert.equal(isCreditCode(code), true)
    assert.equal(creditCodeCheck(code.slice(0, 17)), code[17])
  })
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

test('one character mistyped, or two neighbours exchanged, is always noticed', () => {
  const first17 = fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }).map((all) => all.join(''))
  fc.assert(
    fc.property(first17, fc.nat(17), fc.constantFrom(...alphabet), fc.nat(16), (first, place, other, neighbour) => {
      const code = `${first}${creditCodeCheck(first)}`
      assert.equal(isCreditCode(code), true)
      const mistyped = code.slice(0, place) + other + code.slice(place + 1)
      assert.equal(isCreditCode(mistyped), other === code[place])
      const [a, b] = [code[neighbour]!, code[neighbour + 1]!]
      const swapped = code.slice(0, neighbour) + b + a + code.slice(neighbour + 2)
      assert.equal(isCreditCode(swapped), a === b)
    }),
  )
})

for (const text of ['', '91350100M000100Y4', '91350100M000100Y433', '91350100I000100Y43', '９1350100M000100Y43']) {
  test(`"${text}" is no tax number of a company`, () => assert.equal(isCreditCode(text), false))
}

test('a company’s number is taken as people type it; a person’s invoice has none', () => {
  const typed = { type: 'company' as const, name: ' 晴天 商贸 ', taxNumber: '9135 0100 m000-100y43', email: 'a@b.cn' }
  assert.deepEqual(readBuyer(typed), { ...typed, name: '晴天 商贸', taxNumber: '91350100M000100Y43' })
  const person = readBuyer({ ...typed, type: 'personal', taxNumber: 'anything' })
  assert.ok(!isRefusal(person) && person.taxNumber === null)
  const wrong = readBuyer({ ...typed, taxNumber: '91350100M000100Y44' })
  assert.equal(isRefusal(wrong) && wrong.code, 'invalid_tax_number')
  const nameless = readBuyer({ ...typed, name: ' \t ' })
  assert.equal(isRefusal(nameless) && nameless.code, 'invalid_buyer_name')
})

const share = (paidCents: LineShares['paidCents'], more: Partial<LineShares> = {}): LineShares => ({
  lineId: 'l',
  itemId: 'tea',
  name: '茶',
  quantityMilli: 1_000,
  taxRateBps: 1_300,
  paidCents,
  ...more,
})

test('only what was paid with money is invoiced: neither stored value, gift cards nor points', () => {
  const mixed = share({ points: 1, gift_card: 2, stored_value: 4, other: 11_30, cash: 1_13 })
  assert.equal(invoiceableTotal([mixed]), 12_43)
  const [line] = invoiceLines([mixed, share({ stored_value: 50_00 })], new Map([['tea', '1030401']]), defaultClass)
  assert.deepEqual(line, {
    name: '茶',
    taxClass: '1030401000000000000',
    quantityMilli: 1_000,
    taxRateBps: 1_300,
    totalCents: 12_43,
    netCents: 11_00,
    taxCents: 1_43,
  })
  assert.deepEqual(invoiceLines([share({ stored_value: 50_00 })], new Map(), defaultClass), [])
})

test('an item without a class of its own, or with one that is none, goes under the shop’s', () => {
  for (const typed of [undefined, '', 'tea', '12345678901234567890', '0123']) {
    const classes = new Map(typed === undefined ? [] : [['tea', typed]])
    assert.equal(invoiceLines([share({ cash: 1 })], classes, defaultClass)[0]!.taxClass, defaultClass)
  }
  assert.equal(normalTaxClass(' 1010101 '), '1010101000000000000')
})

test('total = net + tax in every line and in the sum, and unit prices give the nets back', () => {
  const line = fc.record({
    cents: fc.integer({ min: 0, max: 100_000_000 }),
    stored: fc.integer({ min: 0, max: 100_000 }),
    quantityMilli: fc.integer({ min: 1, max: 100_000_000 }),
    taxRateBps: fc.constantFrom(0, 100, 300, 600, 900, 1_300),
  })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (given) => {
      const shares = given.map(({ cents, stored, ...more }) => share({ cash: cents, stored_value: stored }, more))
      const lines = invoiceLines(shares, new Map(), defaultClass)
      const totals = totalsOf(lines)
      assert.equal(totals.totalCents, invoiceableTotal(shares))
      assert.equal(totals.netCents + totals.taxCents, totals.totalCents)
      for (const each of lines) {
        assert.equal(each.netCents + each.taxCents, each.totalCents)
        // |tax − total · r / (1 + r)| ≤ half a cent, in whole numbers
        const rate = each.taxRateBps
        const error = BigInt(each.taxCents) * BigInt(10_000 + rate) - BigInt(each.totalCents) * BigInt(rate)
        assert.ok(2n * (error < 0n ? -error : error) <= BigInt(10_000 + rate))
        const scaled = BigInt(
          unitPriceText(each).replace(/^(\d+)\.?(\d*)$/, (_, a: string, b: string) => a + b.padEnd(13, '0')),
        )
        const product = scaled * BigInt(each.quantityMilli) // yuan · 10^16
        const cents = (product + 5n * 10n ** 13n) / 10n ** 14n
        assert.equal(cents, BigInt(each.netCents))
      }
    }),
  )
})

test('amounts, quantities and rates are written as invoices write them', () => {
  assert.deepEqual([0, 5, 100, 123_456].map(yuan), ['0.00', '0.05', '1.00', '1234.56'])
  assert.deepEqual([1, 1_500, 2_000, 120_000].map(quantityText), ['0.001', '1.5', '2', '120'])
  assert.deepEqual([0, 100, 600, 1_300].map(rateText), ['0', '0.01', '0.06', '0.13'])
  assert.equal(unitPriceText({ netCents: 10_00, quantityMilli: 3_000 }), '3.3333333333333')
})

test('what came back is left out, each tender’s share of it by itself', () => {
  const tenders = (['points', 'cash'] as TenderKind[]).map((kind) => ({ kind }))
  const line = { lineId: 'a', itemId: 'tea', name: '茶', quantityMilli: 3_000, taxRateBps: 600, tenderCents: [10, 290] }
  const back = { lineId: 'a', quantityMilli: 1_000, tenderCents: [3, 97] }
  const sale = { lines: [line], tenders, refunds: [{ lines: [back] }, { lines: [back] }] }
  const [kept] = keptShares(sale as never)
  assert.deepEqual([kept!.quantityMilli, kept!.paidCents], [1_000, { points: 4, cash: 96 }])
  const whole = { ...sale, refunds: [{ lines: [{ ...back, quantityMilli: 3_000, tenderCents: [10, 290] }] }] }
  assert.deepEqual(keptShares(whole as never), [])
})

const answers: VendorAnswer[] = [
  { kind: 'issued', invoiceNumber: '1'.repeat(20), files: {} },
  { kind: 'working' },
  { kind: 'absent' },
  { kind: 'refused', reason: 'buyer' },
  { kind: 'lost', reason: 'timeout' },
]
const issuing = { state: 'issuing' as InvoiceState, askedCount: 0, totalCents: 100 }

test('an invoice is issued, fails, or is asked about again; never given up', () => {
  const tell = (answer: VendorAnswer, askedCount: number, restCents = 100) => {
    const step = stepAfter({ ...issuing, askedCount }, answer, { at, restCents })!
    return [step.to, step.reason, step.nextAt && (step.nextAt.getTime() - at.getTime()) / 1_000]
  }
  const [issued, working, absent, refused, lost] = answers as [
    VendorAnswer,
    VendorAnswer,
    VendorAnswer,
    VendorAnswer,
    VendorAnswer,
  ]
  assert.deepEqual(tell(issued, 0), ['issued', null, null])
  assert.deepEqual(tell(issued, 0, 99), ['red_letter_needed', null, null])
  assert.deepEqual(tell(refused, 0), ['failed', 'buyer', null])
  assert.deepEqual(tell(working, 0), ['issuing', null, 3])
  assert.deepEqual(tell(absent, 1), ['issuing', null, 5])
  assert.deepEqual(tell(lost, 1_000), ['issuing', 'timeout', 3_600])
})

test('whatever is told about an invoice that is not being issued is old news', () => {
  for (const state of ['requested', 'issued', 'failed', 'red_letter_needed'] as const)
    for (const answer of answers) assert.equal(stepAfter({ ...issuing, state }, answer, { at, restCents: 0 }), null)
})

test('a red letter is due for what no longer stands, less what earlier ones took', () => {
  assert.equal(redLetterCents({ totalCents: 100, redCents: 0 }, 100), 0)
  assert.equal(redLetterCents({ totalCents: 100, redCents: 30 }, 50), 20)
  assert.equal(redLetterCents({ totalCents: 100, redCents: 50 }, 50), 0)
})

test('every attempt has a number of its own', () => {
  const id = '0195507a-0000-7000-8000-000000000001'
  assert.equal(requestNumberOf(id, 1), '0195507a00007000800000000000000101')
  assert.notEqual(requestNumberOf(id, 1), requestNumberOf(id, 2))
})
