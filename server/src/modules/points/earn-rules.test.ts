import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pointsTerms, type EarnPolicy } from './earn-rules.ts'
import { lastDayByAge } from './expiry-rules.ts'
import type { ExpiryRound } from './expiry-rules.ts'

const lives: { earned: string; months: number; round: ExpiryRound; last: string }[] = [
  { earned: '2026-03-15', months: 12, round: 'day', last: '2027-03-15' },
  { earned: '2026-03-15', months: 12, round: 'month_end', last: '2027-03-31' },
  { earned: '2026-03-15', months: 12, round: 'year_end', last: '2027-12-31' },
  { earned: '2026-01-31', months: 1, round: 'day', last: '2026-02-28' },
  { earned: '2027-12-31', months: 2, round: 'month_end', last: '2028-02-29' },
  { earned: '2026-12-01', months: 1, round: 'month_end', last: '2027-01-31' },
]
for (const { earned, months, round, last } of lives) {
  test(`points earned on ${earned} that live ${months} months, rounded to the ${round}, are good through ${last}`, () => {
    assert.equal(lastDayByAge(earned, { months, round }), last)
  })
}

const policy: EarnPolicy = {
  version: 3,
  rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
  expiry: { months: 12, round: 'month_end' },
  pendingDays: 0,
}

test('points are earned and expire on the store’s own days: just after midnight in Shanghai is a new day there (R11)', () => {
  const at = new Date('2026-03-31T16:00:01Z') // 1 April in Shanghai
  assert.deepEqual(pointsTerms(policy, at, 'Asia/Shanghai'), {
    ruleVersion: 'points-3',
    usableFrom: at,
    expiry: { at: new Date('2027-04-30T16:00:00Z'), day: '2027-04-30', zone: 'Asia/Shanghai' },
  })
  assert.equal(pointsTerms(policy, at, 'Europe/London').expiry?.day, '2027-03-31')
})

test('points that wait can be spent from the first instant of their day, and lots without expiry never end (R13)', () => {
  const at = new Date('2026-03-01T06:00:00Z')
  const terms = pointsTerms({ ...policy, expiry: null, pendingDays: 7 }, at, 'Asia/Shanghai')
  assert.deepEqual(terms, { ruleVersion: 'points-3', usableFrom: new Date('2026-03-07T16:00:00Z'), expiry: null })
})
