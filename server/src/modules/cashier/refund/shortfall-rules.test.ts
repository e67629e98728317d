import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { noShortfall, withShort, withShortBack } from './shortfall-rules.ts'

const stored = (amountCents: number) => ({ tenderId: 's', kind: 'stored_value', amountCents, points: 0 })
const points = (count: number) => ({ tenderId: 'p', kind: 'points', amountCents: count, points: count })

test('a sale says which part of a tender was not there', () => {
  const sold = [stored(10_000), points(300), { tenderId: 'c', kind: 'cash', amountCents: 500, points: 0 }]
  const shown = withShort(sold, { storedCents: 6_000, points: 100 })
  assert.deepEqual(
    shown.map(({ shortUnits }) => shortUnits),
    [6_000, 100, 0],
  )
  assert.ok(withShort(sold, noShortfall).every(({ shortUnits }) => shortUnits === 0))
})

test('what was really taken goes back first; nobody gets the rest', () => {
  const sold = [stored(10_000)]
  const short = { storedCents: 6_000, points: 0 }
  assert.equal(withShortBack([stored(10_000)], sold, [], short)[0]!.shortUnits, 6_000)
  assert.equal(withShortBack([stored(3_000)], sold, [], short)[0]!.shortUnits, 0)
  const before = [{ tenders: [stored(3_000)] }]
  assert.equal(withShortBack([stored(3_000)], sold, before, short)[0]!.shortUnits, 2_000)
})

test('however a sale comes back in parts, all parts together leave out exactly what was short', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 40_000 }), (sizes, wanted) => {
      const total = sizes.reduce((sum, size) => sum + size, 0)
      const storedCents = Math.min(wanted, total)
      const before: { tenders: ReturnType<typeof stored>[] }[] = []
      let short = 0
      for (const size of sizes) {
        short += withShortBack([stored(size)], [stored(total)], before, { storedCents, points: 0 })[0]!.shortUnits
        before.push({ tenders: [stored(size)] })
      }
      assert.equal(short, storedCents)
    }),
  )
})
