import assert from 'node:assert/strict'
import { test } from 'node:test'
import { habitOf } from './habit-rules.ts'

const cases: [string, Parameters<typeof habitOf>[0], ReturnType<typeof habitOf>][] = [
  ['who never came has no habit', { lastDay: null, usualGapDays: null }, null],
  [
    'who came three times too few has only a last time',
    { lastDay: '2026-02-20', usualGapDays: null },
    { usualDays: null, lastDays: 9, isLate: false },
  ],
  [
    'who usually comes every nine days and was here 31 days ago is late',
    { lastDay: '2026-01-29', usualGapDays: 9 },
    { usualDays: 9, lastDays: 31, isLate: true },
  ],
  [
    'who comes a day later than usual is not',
    { lastDay: '2026-02-19', usualGapDays: 9 },
    { usualDays: 9, lastDays: 10, isLate: false },
  ],
  [
    'a last time in the future, by a wrong clock, is today',
    { lastDay: '2026-03-02', usualGapDays: 9 },
    { usualDays: 9, lastDays: 0, isLate: false },
  ],
]
for (const [what, worth, habit] of cases) {
  test(what, () => assert.deepEqual(habitOf(worth, '2026-03-01'), habit))
}
