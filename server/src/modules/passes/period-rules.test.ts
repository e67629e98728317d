import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarPeriod, periodEnd, quotaLeft } from './period-rules.ts'
import type { Quota, Span } from './plan-types.ts'

const ends: [start: string, span: Span, end: string][] = [
  ['2026-03-01', { unit: 'day', count: 1 }, '2026-03-01'],
  ['2026-03-01', { unit: 'week', count: 1 }, '2026-03-07'],
  ['2026-03-01', { unit: 'month', count: 1 }, '2026-03-31'],
  ['2026-03-15', { unit: 'month', count: 1 }, '2026-04-14'],
  ['2026-01-31', { unit: 'month', count: 1 }, '2026-02-28'],
  ['2028-01-31', { unit: 'month', count: 1 }, '2028-02-29'],
  ['2026-01-29', { unit: 'month', count: 1 }, '2026-02-28'],
  ['2026-01-28', { unit: 'month', count: 1 }, '2026-02-27'],
  ['2026-05-31', { unit: 'month', count: 6 }, '2026-11-30'],
  ['2028-02-29', { unit: 'year', count: 1 }, '2029-02-28'],
  ['2027-03-01', { unit: 'year', count: 1 }, '2028-02-29'],
  ['2026-12-31', { unit: 'year', count: 1 }, '2027-12-30'],
]

for (const [start, span, end] of ends) {
  test(`from ${start}, ${span.count} ${span.unit} lasts through ${end} (R24)`, () =>
    assert.equal(periodEnd(start, span), end))
}

test('a week begins on Monday, a month on its first', () => {
  assert.deepEqual(calendarPeriod('week', '2026-03-01'), { from: '2026-02-23', until: '2026-03-01' })
  assert.deepEqual(calendarPeriod('month', '2028-02-10'), { from: '2028-02-01', until: '2028-02-29' })
})

test('a booking for next week draws on next week, not on this one', () => {
  const quota: Quota = { units: 1, per: 'week', counting: 'calendar' }
  const taken = [{ day: '2026-03-04', units: 1 }]
  assert.deepEqual([quotaLeft(quota, taken, '2026-03-05'), quotaLeft(quota, taken, '2026-03-09')], [0, 1])
})

test('a rolling week looks back and ahead: two weeks are not used up back to back', () => {
  const quota: Quota = { units: 1, per: 'week', counting: 'rolling' }
  const taken = [{ day: '2026-03-08', units: 1 }]
  const left = (day: string) => quotaLeft(quota, taken, day)
  assert.deepEqual([left('2026-03-01'), left('2026-03-02'), left('2026-03-14'), left('2026-03-15')], [1, 0, 0, 1])
})
