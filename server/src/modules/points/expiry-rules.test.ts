import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, addMonths, localDay } from '#shared/business-day.ts'
import { endOfIdle } from '#modules/ledger/idle-rules.ts'
import {
  clearingDayOf,
  endingTerms,
  type EndingRule,
  fixedLastDay,
  mayShorten,
  never,
  retermed,
} from './expiry-rules.ts'

const rule = (part: Partial<EndingRule>): EndingRule => ({ ...never, ...part })

const days: { is: string; rule: EndingRule; earned: string; last: string | null }[] = [
  { is: '180 days', rule: rule({ age: { days: 180 } }), earned: '2026-01-01', last: '2026-06-30' },
  { is: '180 days over a leap day', rule: rule({ age: { days: 180 } }), earned: '2028-01-01', last: '2028-06-29' },
  {
    is: 'one month from the 31st',
    rule: rule({ age: { months: 1, round: 'day' } }),
    earned: '2027-01-31',
    last: '2027-02-28',
  },
  {
    is: 'twelve months from a leap day',
    rule: rule({ age: { months: 12, round: 'day' } }),
    earned: '2028-02-29',
    last: '2029-02-28',
  },
  {
    is: 'twelve months to the month’s end',
    rule: rule({ age: { months: 12, round: 'month_end' } }),
    earned: '2027-02-10',
    last: '2028-02-29',
  },
  {
    is: 'twelve months to the year’s end',
    rule: rule({ age: { months: 12, round: 'year_end' } }),
    earned: '2026-03-01',
    last: '2027-12-31',
  },
  {
    is: 'cleared on 31 December',
    rule: rule({ clearing: { day: '12-31', spareMonths: 0 } }),
    earned: '2026-12-31',
    last: '2026-12-31',
  },
  {
    is: 'cleared on 31 December, the next day',
    rule: rule({ clearing: { day: '12-31', spareMonths: 0 } }),
    earned: '2027-01-01',
    last: '2027-12-31',
  },
  {
    is: 'cleared in December, six months spared: earned in June',
    rule: rule({ clearing: { day: '12-31', spareMonths: 6 } }),
    earned: '2026-06-30',
    last: '2026-12-31',
  },
  {
    is: 'cleared in December, six months spared: earned in July',
    rule: rule({ clearing: { day: '12-31', spareMonths: 6 } }),
    earned: '2026-07-01',
    last: '2027-12-31',
  },
  {
    is: 'cleared on 29 February of a common year',
    rule: rule({ clearing: { day: '02-29', spareMonths: 0 } }),
    earned: '2027-02-01',
    last: '2027-02-28',
  },
  {
    is: 'cleared on 29 February of a leap year',
    rule: rule({ clearing: { day: '02-29', spareMonths: 0 } }),
    earned: '2028-02-29',
    last: '2028-02-29',
  },
  {
    is: 'the earlier of age and clearing: age',
    rule: rule({ age: { days: 30 }, clearing: { day: '12-31', spareMonths: 0 } }),
    earned: '2026-05-01',
    last: '2026-05-31',
  },
  {
    is: 'the earlier of age and clearing: clearing',
    rule: rule({ age: { days: 300 }, clearing: { day: '12-31', spareMonths: 0 } }),
    earned: '2026-05-01',
    last: '2026-12-31',
  },
  { is: 'inactivity alone fixes no day', rule: rule({ idle: { months: 24 } }), earned: '2026-05-01', last: null },
]
for (const { is, rule, earned, last } of days) {
  test(`points earned on ${earned}, ${is}: good through ${last ?? 'no fixed day'}`, () => {
    assert.equal(fixedLastDay(rule, earned), last)
  })
}

const zones = ['Asia/Shanghai', 'America/New_York', 'Pacific/Auckland', 'Europe/London']
const dayArbitrary = fc.integer({ min: 0, max: 365 * 8 }).map((days) => addDays('2024-01-01', days))
const ruleArbitrary: fc.Arbitrary<EndingRule> = fc.record({
  age: fc.option(
    fc.oneof(
      fc.record({ days: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ months: fc.integer({ min: 1, max: 36 }), round: fc.constantFrom('day', 'month_end', 'year_end') }),
    ),
  ),
  clearing: fc.option(
    fc.record({
      day: fc.constantFrom('12-31', '02-29', '06-30', '01-01'),
      spareMonths: fc.integer({ min: 0, max: 12 }),
    }),
  ),
  idle: fc.option(
    fc.oneof(
      fc.record({ days: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ months: fc.integer({ min: 1, max: 36 }) }),
    ),
  ),
})

test('the last day is never before the day of earning, is the earliest of the kinds, and clearing spares what it says', () => {
  fc.assert(
    fc.property(ruleArbitrary, dayArbitrary, (rule, earned) => {
      const last = fixedLastDay(rule, earned)
      const parts = [
        rule.age && fixedLastDay({ ...never, age: rule.age }, earned),
        rule.clearing && fixedLastDay({ ...never, clearing: rule.clearing }, earned),
      ]
      const known = parts.filter((day) => day !== null)
      assert.equal(last, known.length === 0 ? null : known.toSorted()[0])
      if (last !== null) assert.ok(last >= earned)
      const { clearing } = rule
      if (!clearing) return
      const cleared = fixedLastDay({ ...never, clearing }, earned)!
      assert.equal(cleared, clearingDayOf(clearing, Number(cleared.slice(0, 4))))
      if (clearing.spareMonths > 0)
        assert.ok(earned <= addMonths(cleared, -clearing.spareMonths), 'nothing spared is cleared')
    }),
    { numRuns: 20_000 },
  )
})

test('however rules change, no lot ends earlier than it did without its member having had the days of notice', () => {
  const change = fc.record({
    rule: ruleArbitrary,
    reach: fc.constantFrom('new', 'all'),
    toldOn: fc.integer({ min: 0, max: 600 }),
    noticeDays: fc.integer({ min: 7, max: 90 }),
  })
  fc.assert(
    fc.property(
      ruleArbitrary,
      dayArbitrary,
      fc.array(change, { maxLength: 5 }),
      fc.constantFrom(...zones),
      fc.option(fc.integer({ min: 0, max: 500 })),
      (first, earnedDay, changes, zone, visit) => {
        const earnedAt = new Date(`${earnedDay}T09:30:00Z`)
        let activeAt = visit === null ? null : new Date(earnedAt.getTime() + visit * 86_400_000)
        let terms = endingTerms(first, earnedAt, zone)
        const endOf = () =>
          (terms.idle ? endOfIdle(terms.idle, earnedAt, activeAt) : terms.expiry)?.at.getTime() ?? Infinity
        for (const { rule, reach, toldOn, noticeDays } of changes.toSorted((a, b) => a.toldOn - b.toldOn)) {
          const before = endOf()
          const toldAt = new Date(earnedAt.getTime() + toldOn * 86_400_000)
          if (before <= toldAt.getTime()) break // it has ended: nobody is told of it
          if (reach === 'new') {
            assert.equal(endOf(), before, 'a version for new points touches no lot')
            continue
          }
          const appliesAt = new Date(toldAt.getTime() + noticeDays * 86_400_000)
          if (before <= appliesAt.getTime()) break // it ended by its own terms before the change began
          const { fixed, idle } = retermed(rule, earnedAt, zone, localDay(appliesAt, zone))
          terms = { expiry: fixed, idle }
          activeAt = activeAt && activeAt > appliesAt ? activeAt : appliesAt
          assert.ok(endOf() >= Math.min(before, appliesAt.getTime()), 'not shortened below what was promised')
        }
      },
    ),
    { numRuns: 20_000 },
  )
})

test('a version that can only prolong lives needs no fear; one that shortens any is known as such', () => {
  assert.equal(
    mayShorten(rule({ age: { months: 12, round: 'day' } }), rule({ age: { months: 12, round: 'month_end' } })),
    false,
  )
  assert.equal(mayShorten(rule({ age: { days: 365 } }), rule({ age: { months: 12, round: 'day' } })), false)
  assert.equal(mayShorten(never, rule({ idle: { months: 24 } })), true)
  assert.equal(mayShorten(rule({ age: { months: 24, round: 'day' } }), rule({ age: { days: 180 } })), true)
  assert.equal(mayShorten(rule({ age: { days: 180 } }), never), false)
})
