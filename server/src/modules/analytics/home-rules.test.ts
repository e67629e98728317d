import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noFigures, usualDays, usualFigures } from './home-rules.ts'

test('a Sunday is compared with the eight Sundays before', () => {
  const days = usualDays('2026-03-01')
  assert.deepEqual([days[0], days.at(-1), days.length], ['2026-02-22', '2026-01-04', 8])
})

test('a young shop is compared with the weeks it has had, and a closed day counts as none sold', () => {
  const day = (name: string, salesCents: number) => ({ ...noFigures, day: name, salesCents })
  const days = [day('2026-02-22', 300), day('2026-02-15', 0), day('2026-02-08', 1_000_000)]
  assert.equal(usualFigures(days, '2026-02-10').salesCents, 150)
  assert.deepEqual(usualFigures(days, null), noFigures)
})
