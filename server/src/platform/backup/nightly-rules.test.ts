import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastNight } from './nightly-rules.ts'

const cases: [now: Date, hour: number, last: Date][] = [
  [new Date(2026, 2, 1, 2, 59, 59), 3, new Date(2026, 1, 28, 3)],
  [new Date(2026, 2, 1, 3), 3, new Date(2026, 2, 1, 3)],
  [new Date(2026, 2, 1, 18, 30), 3, new Date(2026, 2, 1, 3)],
  [new Date(2026, 0, 1, 12), 23, new Date(2025, 11, 31, 23)],
  [new Date(2026, 0, 1, 0, 0, 1), 0, new Date(2026, 0, 1)],
]
for (const [now, hour, last] of cases)
  test(`at ${now.toTimeString().slice(0, 8)} the last ${hour} o’clock was ${last.toDateString()}`, () => {
    assert.deepEqual(lastNight(now, hour), last)
  })
