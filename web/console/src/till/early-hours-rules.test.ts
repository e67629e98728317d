import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { keptEarlyHours } from './early-hours-rules.ts'

const at = new Date('2026-03-01T06:00:00Z')
const kept = {
  levels: [
    { tierId: null, hours: 2 },
    { tierId: 'gold', hours: 24 },
  ],
  holders: [
    { memberId: 'li', hours: 48, untilAt: '2026-03-02T00:00:00Z' },
    { memberId: 'wang', hours: 48, untilAt: '2026-03-01T05:00:00Z' },
    { memberId: 'zhao', hours: 12, untilAt: null },
  ],
}
const hoursOf = (memberId: string, tierId: string | null) => keptEarlyHours(kept, { memberId, tierId }, at)

suite('early access on a till without a line', () => {
  test('a pass that still runs counts, and one that ran out since the till last heard does not', () => {
    assert.deepEqual([hoursOf('li', null), hoursOf('wang', null)], [48, 2])
  })

  test('the more of level and pass counts; who has neither waits like everybody', () => {
    assert.deepEqual([hoursOf('zhao', 'gold'), hoursOf('zhao', null), hoursOf('nobody', 'silver')], [24, 12, 0])
  })
})
