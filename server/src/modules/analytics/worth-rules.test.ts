import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualGapDays } from './worth-rules.ts'

const examples: [string, string[], number | null][] = [
  ['nobody who never came', [], null],
  ['two visits are no rhythm', ['2026-01-01', '2026-01-08'], null],
  ['every week', ['2026-01-01', '2026-01-08', '2026-01-15'], 7],
  ['a long holiday changes little', ['2026-01-01', '2026-01-08', '2026-01-15', '2026-05-15', '2026-05-22'], 7],
  ['two gaps in the middle are averaged', ['2026-01-01', '2026-01-05', '2026-01-15'], 7],
  ['twice on one day is one visit', ['2026-01-15', '2026-01-01', '2026-01-01', '2026-01-08'], 7],
  ['over a change of clocks', ['2026-03-28', '2026-03-29', '2026-03-30'], 1],
]
for (const [what, days, gap] of examples) test(`the usual gap: ${what}`, () => assert.equal(usualGapDays(days), gap))
