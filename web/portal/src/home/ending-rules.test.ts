import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soonestEndings } from './ending-rules.ts'

const points = (day: string, units: number) => ({ kind: 'points', day, units, name: '' })

test('what ends first comes first, and lots of one day are one line', () => {
  const endings = [points('2026-12-31', 40), points('2026-03-31', 5), points('2026-12-31', 2)]
  assert.deepEqual(soonestEndings(endings, 4), [
    { ...points('2026-03-31', 5), lots: 1 },
    { ...points('2026-12-31', 42), lots: 2 },
  ])
})

test('only as many as asked for', () => {
  const endings = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => points(day, 1))
  assert.deepEqual(
    soonestEndings(endings, 2).map(({ day }) => day),
    ['2026-01-01', '2026-01-02'],
  )
})
