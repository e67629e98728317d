import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, bpsOf, cents, mulDivRound, sumCents, decimalOf } from './money.ts'

const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })

test('100 over six lines of 100 and one of 1 is 17, 17, 17, 17, 16, 16, 0 (R19)', () => {
  assert.deepEqual(allocate(100, [100, 100, 100, 100, 100, 100, 1]), [17, 17, 17, 17, 16, 16, 0])
})

test('shares sum to the amount, none is off its exact share by a whole cent, and a refund mirrors its sale', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(amount, weights, (whole, parts) => {
      const total = sumCents(parts)
      fc.pre(total > 0)
      const shares = allocate(whole, parts)
      assert.equal(sumCents(shares), whole)
      shares.forEach((share, index) => {
        const off = BigInt(share) * BigInt(total) - BigInt(whole) * BigInt(parts[index]!)
        assert.ok((off < 0n ? -off : off) < BigInt(total))
      })
      assert.deepEqual(
        allocate(-whole, parts),
        shares.map((share) => 0 - share),
      )
    }),
  )
})

test('no share is more than its line when no more is given than there is', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (parts, share) => {
      const total = sumCents(parts)
      fc.pre(total > 0)
      allocate(Math.floor(total * share), parts).forEach((given, index) => assert.ok(given <= parts[index]!))
    }),
  )
})

const roundings: [number, number, number, number][] = [
  [5, 1, 2, 3],
  [-5, 1, 2, -3],
  [1, 1, 3, 0],
  [2, 1, 3, 1],
  [0, 7, 3, 0],
  [9_007_199_254_740_991, 9_999, 10_000, 9_006_298_534_815_517],
]
for (const [a, b, divisor, rounded] of roundings) {
  test(`${a} × ${b} ÷ ${divisor} is ${rounded}: halves away from zero`, () => {
    assert.equal(mulDivRound(a, b, divisor), rounded)
  })
}

test('rounding agrees with exact integers and is the same on both sides of zero (R17, R34)', () => {
  const divisor = fc.integer({ min: 1, max: 1_000_000 })
  const rate = fc.integer({ min: 0, max: 1_000_000 })
  fc.assert(
    fc.property(amount, rate, divisor, (whole, numerator, by) => {
      const exact = BigInt(whole) * BigInt(numerator)
      const magnitude = exact < 0n ? -exact : exact
      const expected = (2n * magnitude + BigInt(by)) / (2n * BigInt(by))
      fc.pre(expected <= BigInt(Number.MAX_SAFE_INTEGER)) // beyond it the function throws
      const rounded = mulDivRound(whole, numerator, by)
      assert.equal(BigInt(Math.abs(rounded)), expected)
      assert.equal(mulDivRound(0 - whole, numerator, by) + rounded, 0)
    }),
  )
})

test('a share in basis points', () => assert.equal(bpsOf(12_345, 9_500), 11_728))

for (const bad of [0.5, Number.NaN, Infinity, 2 ** 53]) {
  test(`${bad} is no amount`, () => assert.throws(() => cents(bad)))
}

test('cents are written as a decimal, also below one and below zero', () => {
  assert.deepEqual([0, 5, 1234, -5, -1234].map(decimalOf), ['0.00', '0.05', '12.34', '-0.05', '-12.34'])
})
