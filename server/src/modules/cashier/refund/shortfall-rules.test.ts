import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Missing, type Shortfall, withShort, withShortBack } from './shortfall-rules.ts'

const stored = (amountCents: number) => ({ tenderId: 's', kind: 'stored_value', amountCents, points: 0 })
const points = (count: number) => ({ tenderId: 'p', kind: 'points', amountCents: count, points: count })
const missing = (units: number, what: Partial<Missing> = {}): Missing => {
  return { units, isCharged: false, isBorne: false, ...what }
}
const short = (storedCents: number, what?: Partial<Missing>): Shortfall => {
  return new Map([['stored_value', missing(storedCents, what)]])
}
const refunded = (cents: number, shortUnits: number) => ({ tenders: [{ ...stored(cents), shortUnits }] })

test('a sale says which part of a tender was not there', () => {
  const sold = [stored(10_000), points(300), { tenderId: 'c', kind: 'cash', amountCents: 500, points: 0 }]
  const both = new Map([...short(6_000), ['points', missing(100)] as const])
  assert.deepEqual(
    withShort(sold, [], both).map(({ shortUnits }) => shortUnits),
    [6_000, 100, 0],
  )
  assert.ok(withShort(sold, [], new Map()).every(({ shortUnits }) => shortUnits === 0))
})

test('what the member was charged later is there, less what had come back before', () => {
  const charged = short(6_000, { isCharged: true })
  assert.equal(withShort([stored(10_000)], [], charged)[0]!.shortUnits, 0)
  assert.equal(withShort([stored(10_000)], [refunded(7_000, 3_000)], charged)[0]!.shortUnits, 3_000)
  assert.equal(withShortBack([stored(10_000)], [stored(10_000)], [], charged)[0]!.shortUnits, 0)
  const rest = withShortBack([stored(3_000)], [stored(10_000)], [refunded(7_000, 3_000)], charged)
  assert.equal(rest[0]!.shortUnits, 0)
})

test('what was really taken goes back first; nobody gets the rest', () => {
  const sold = [stored(10_000)]
  assert.equal(withShortBack([stored(10_000)], sold, [], short(6_000))[0]!.shortUnits, 6_000)
  assert.equal(withShortBack([stored(3_000)], sold, [], short(6_000))[0]!.shortUnits, 0)
  assert.equal(withShortBack([stored(3_000)], sold, [refunded(3_000, 0)], short(6_000))[0]!.shortUnits, 2_000)
})

test('however a sale comes back in parts, all parts together leave out exactly what was short', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 40_000 }), (sizes, wanted) => {
      const total = sizes.reduce((sum, size) => sum + size, 0)
      const storedCents = Math.min(wanted, total)
      const before: ReturnType<typeof refunded>[] = []
      let left = 0
      for (const size of sizes) {
        const [back] = withShortBack([stored(size)], [stored(total)], before, short(storedCents))
        left += back!.shortUnits
        before.push(refunded(size, back!.shortUnits))
      }
      assert.equal(left, storedCents)
    }),
  )
})
