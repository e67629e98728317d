import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeLife } from '#testing/make-life.ts'
import { dayValue, earnedBetween } from './earned-rules.ts'

const earned = (life: ReturnType<typeof makeLife>, fromDay: string, untilDay: string, freeDays = 0) => {
  const { earnedCents, servedCents, units } = earnedBetween(life.pass, life.uses, { fromDay, untilDay, freeDays })
  return [earnedCents, servedCents, units]
}

test('a period is earned day by day: 30.00 for thirty days from 1 January are 1.00 a day', () => {
  const month = makeLife()
  assert.deepEqual(earned(month, '2026-01-11', '2026-01-20'), [1_000, 1_000, 0], 'ten days')
  assert.deepEqual(earned(month, '2026-01-21', '2026-02-19'), [1_000, 1_000, 0], 'the ten that are left')
  assert.deepEqual(earned(month, '2025-12-01', '2025-12-31'), [0, 0, 0], 'before it was sold')
  assert.deepEqual(earned(month, '2026-02-01', '2026-02-28'), [0, 0, 0], 'after it was over')
})

test('days of rest earn nothing, and the end moves with them', () => {
  const freezes = [{ id: 'f', fromDay: '2026-01-11', untilDay: '2026-01-15', askedUntilDay: '2026-01-15' }]
  const rested = makeLife({ freezes, endsDay: '2026-02-04' })
  assert.deepEqual(earned(rested, '2026-01-11', '2026-01-20'), [500, 500, 0])
})

test('ended with money back, the shop has earned what it kept, and served no more than was had', () => {
  const ended = makeLife({ endedAt: new Date('2026-01-15T12:00:00Z'), endedAs: 'refunded', refundedCents: 1_400 })
  // Kept 16.00, of which 14.00 were earned by the 14th; the 15th was the last day that was had.
  assert.deepEqual(earned(ended, '2026-01-15', '2026-02-13'), [200, 100, 0])
  assert.deepEqual(earned(ended, '2026-02-01', '2026-02-13'), [0, 0, 0])
})

test('days given on top count as had at the price of a day, and their charge meets them', () => {
  const longer = makeLife({ endsDay: '2026-02-09', extendedDays: 10 })
  assert.equal(dayValue(longer.pass, 10), 1_000)
  assert.deepEqual(earned(longer, '2026-01-21', '2026-02-19', 10), [2_000, 2_000, 0])
  const gone = { ...longer, pass: { ...longer.pass, endedAt: new Date('2026-01-20T12:00:00Z'), refundedCents: 1_000 } }
  // Left before any free day came: 20.00 kept, 10.00 earned by the 10th; the charge of 10.00 is met whole.
  assert.deepEqual(earned(gone, '2026-01-11', '2026-02-09', 10), [2_000, 1_000, 0])
})

test('units are earned as they are used, the last takes the remainder; what nobody came for is earned at the end, for nothing', () => {
  const uses = ['2026-01-03', '2026-01-12', '2026-01-25'].map((day) => ({ componentId: 'c', units: 1, day }))
  const counted = makeLife({ units: 4, paidCents: 1_001, uses })
  // A quarter is 250.25: by units 250, 501, 751, 1,001.
  assert.deepEqual(earned(counted, '2026-01-11', '2026-01-20'), [251, 251, 1])
  assert.deepEqual(earned(counted, '2026-01-21', '2026-02-19'), [500, 250, 1], 'one unit had, one unit left over')
  assert.equal(dayValue(counted.pass, 10), 0, 'units were paid for, not days')
})

test('a period without an end is earned when it begins', () => {
  const forever = makeLife({ endsDay: null })
  assert.deepEqual(earned(forever, '2026-01-01', '2026-01-30'), [3_000, 3_000, 0])
  assert.deepEqual(earned(forever, '2026-01-02', '2026-01-30'), [0, 0, 0])
})
