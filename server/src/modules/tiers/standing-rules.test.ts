import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, type Day } from '#shared/business-day.ts'
import { type Deed, liveEveryDay } from './naive-standing.ts'
import { checkTerms, type ProgrammeTerms, rankOf, reviewAfter, tierIdOf, windowOn } from './programme-rules.ts'
import {
  baseStanding,
  carryOver,
  heldTierId,
  mergeStandings,
  progressOf,
  type QualifyingDay,
  settle,
  type Standing,
} from './standing-rules.ts'

const [silver, gold, black] = ['silver', 'gold', 'black'] as const

function terms(given: Partial<ProgrammeTerms> = {}): ProgrammeTerms {
  const level = (tierId: string, units: number) => ({ tierId, name: tierId, colour: 1, units, benefits: [] })
  return {
    ...{ measure: 'spend', window: 'rolling_12_months', growth: { perCents: 0, perVisit: 0 } },
    ...{ demotion: 'one_step', graceDays: 30, base: { name: 'base', colour: 0, benefits: [] } },
    levels: [level(silver, 1_000), level(gold, 3_000), level(black, 9_000)],
    ...given,
  }
}

const spent = (day: Day, spendCents: number): QualifyingDay => ({
  day,
  spendCents,
  visits: 1,
  actions: 0,
  activityUnits: 0,
})
const onGold: Standing = {
  ...{ earnedTierId: gold, reachedDay: '2025-03-10', reviewDay: '2026-03-10', grace: null, grant: null },
}
const settled = (standing: Standing, days: QualifyingDay[], today: Day, given: Partial<ProgrammeTerms> = {}) =>
  settle(standing, days, { version: 1, terms: terms(given) }, today)

test('who reaches a level is on it at once, over several at a time', () => {
  const { standing, steps, units } = settled(baseStanding('2026-01-05'), [spent('2026-01-05', 3_200)], '2026-01-05')
  assert.equal(standing.earnedTierId, gold)
  assert.equal(standing.reviewDay, '2027-01-05')
  assert.equal(units, 3_200)
  assert.deepEqual(
    steps.map((step) => step.kind === 'changed' && [step.cause, step.fromTierId, step.toTierId]),
    [['earned', null, gold]],
  )
})

test('a refund lowers the units and leaves the level until the review', () => {
  const { standing, units, steps } = settled(onGold, [spent('2025-03-10', 0)], '2025-12-01')
  assert.deepEqual([standing.earnedTierId, units, steps], [gold, 0, []])
})

test('a review counts the window that ended the evening before: the day of reaching is in it', () => {
  const kept = settled(onGold, [spent('2025-03-10', 3_000)], '2026-03-10')
  assert.deepEqual([kept.standing.earnedTierId, kept.standing.reviewDay], [gold, '2027-03-10'])
  const below = settled(onGold, [spent('2025-03-09', 3_000)], '2026-03-10')
  assert.deepEqual(below.standing.grace, { fromDay: '2026-03-10', untilDay: '2026-04-08' })
  assert.deepEqual(below.steps, [
    {
      ...{ kind: 'grace_began', day: '2026-03-10', tierId: gold, untilDay: '2026-04-08' },
      ...{ units: 0, missingUnits: 3_000 },
    },
  ])
})

test('what was missing can be made up in grace, and ends it at once', () => {
  const days = [spent('2025-03-11', 2_500), spent('2026-04-08', 500)]
  const { standing } = settled(onGold, days, '2026-04-08')
  assert.deepEqual([standing.earnedTierId, standing.grace, standing.reviewDay], [gold, null, '2027-03-10'])
})

test('after the grace it is one step down, or what the units say, or nothing', () => {
  const days = [spent('2025-06-01', 100)]
  const after = (given: Partial<ProgrammeTerms>) => settled(onGold, days, '2026-04-09', given).standing
  assert.deepEqual(after({}), {
    ...{ earnedTierId: silver, reachedDay: '2026-04-09', reviewDay: '2027-04-09', grace: null, grant: null },
  })
  assert.equal(after({ demotion: 'to_balance' }).earnedTierId, null)
  assert.equal(after({ demotion: 'never' }).earnedTierId, gold)
  assert.equal(after({ graceDays: 0 }).reachedDay, '2026-03-10')
})

test('a grant lifts beside what is earned and ends on its day; the earned level is reviewed underneath', () => {
  const granted = { ...onGold, grant: { grantId: 'g', tierId: black, untilDay: '2026-03-31' } }
  assert.equal(heldTierId(granted, terms()), black)
  const { standing, steps } = settled(granted, [spent('2025-06-01', 3_000)], '2026-04-01')
  assert.deepEqual([standing.grant, standing.earnedTierId, standing.reviewDay], [null, gold, '2027-03-10'])
  assert.deepEqual(
    steps.map((step) => step.kind === 'changed' && [step.cause, step.day, step.toTierId]),
    [['grant_end', '2026-04-01', gold]],
  )
})

test('a level of a calendar year holds through the next one, and is reviewed on whole years', () => {
  const given = { window: 'calendar_year', graceDays: 0 } as const
  const { standing } = settled(baseStanding('2026-12-30'), [spent('2026-12-30', 1_000)], '2026-12-30', given)
  assert.equal(standing.reviewDay, '2028-01-01')
  assert.equal(settled(standing, [spent('2027-11-11', 1_000)], '2028-01-01', given).standing.reviewDay, '2029-01-01')
  assert.equal(settled(standing, [spent('2026-12-30', 1_000)], '2028-01-01', given).standing.earnedTierId, null)
})

test('29 February is reviewed on the 28th of other years and on the 29th again', () => {
  assert.equal(reviewAfter('2024-02-29', '2024-02-29', 'rolling_12_months'), '2025-02-28')
  assert.equal(reviewAfter('2027-02-28', '2024-02-29', 'rolling_12_months'), '2028-02-29')
  assert.deepEqual(windowOn('2025-02-28', 'rolling_12_months'), { from: '2024-02-29', to: '2025-02-28' })
  assert.deepEqual(windowOn('2024-02-29', 'rolling_12_months'), { from: '2023-03-01', to: '2024-02-29' })
})

test('progress tells what is missing for the next level, and to keep this one until when', () => {
  const progress = progressOf(onGold, [spent('2025-06-01', 1_200)], terms(), '2026-02-01')
  assert.deepEqual(progress.next, { tierId: black, neededUnits: 9_000, missingUnits: 7_800 })
  assert.deepEqual(progress.keep, { neededUnits: 3_000, missingUnits: 1_800, byDay: '2026-03-09', isGrace: false })
})

test('a dropped level becomes the next one below that is left', () => {
  const without = terms({ levels: terms().levels.filter(({ tierId }) => tierId !== gold) })
  assert.equal(carryOver(onGold, terms(), without, '2026-01-01').earnedTierId, silver)
  const onlyBlack = terms({ levels: terms().levels.slice(2) })
  assert.equal(carryOver(onGold, terms(), onlyBlack, '2026-01-01').earnedTierId, null)
})

test('of two records the better level, the later review and the higher grant are kept', () => {
  const later = { ...onGold, reviewDay: '2026-05-01' }
  const granted = { ...baseStanding('2026-01-01'), grant: { grantId: 'g', tierId: black, untilDay: '2026-06-30' } }
  assert.equal(mergeStandings(onGold, later, terms()).reviewDay, '2026-05-01')
  const both = mergeStandings(granted, onGold, terms())
  assert.deepEqual([both.earnedTierId, both.grant?.tierId], [gold, black])
})

test('terms that do not rise, or give what a base level cannot have, are refused', () => {
  assert.equal(checkTerms(terms()), undefined)
  const falling = terms({ levels: terms().levels.toReversed() })
  assert.equal(checkTerms(falling)?.code, 'invalid_programme')
  const benefit = { kind: 'points_times', benefitId: 'b', timesBps: 20_000 } as const
  assert.equal(
    checkTerms(terms({ base: { name: 'x', colour: 0, benefits: [benefit] } }))?.details?.what,
    'base_benefit',
  )
})

const first = '2023-01-01'
const dayArbitrary = fc.oneof(
  fc.integer({ min: 0, max: 1_500 }).map((days) => addDays(first, days)),
  fc.constantFrom('2023-12-31', '2024-01-01', '2024-02-28', '2024-02-29', '2024-03-31', '2025-02-28', '2026-12-31'),
)
const deedsArbitrary = fc
  .array(
    fc.record({
      day: dayArbitrary,
      cents: fc.constantFrom(200, 900, 1_000, 2_900, 6_000),
      back: fc.option(fc.tuple(fc.nat(500), fc.constantFrom(0.3, 1))),
    }),
    {
      maxLength: 25,
    },
  )
  .map((sales): Deed[] =>
    sales
      .flatMap(({ day, cents, back }) => [
        { on: day, ofDay: day, cents },
        ...(back ? [{ on: addDays(day, back[0]), ofDay: day, cents: -Math.floor(cents * back[1]) }] : []),
      ])
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
  )
const termsArbitrary = fc.record({
  window: fc.constantFrom('calendar_year', 'rolling_12_months', 'lifetime'),
  demotion: fc.constantFrom('one_step', 'to_balance', 'never'),
  graceDays: fc.constantFrom(0, 1, 30, 90),
})

test('settling now and then comes to what living every single day comes to', () => {
  fc.assert(
    fc.property(deedsArbitrary, termsArbitrary, fc.array(dayArbitrary, { maxLength: 6 }), (deeds, given, looks) => {
      const last = '2028-12-31'
      const programme = { version: 1, terms: terms(given) }
      let standing = baseStanding(first)
      const days = new Map<Day, number>()
      const known = () => [...days].map(([day, cents]) => spent(day, cents))
      // Looks without a deed come early or not at all: a sweep that is late finds the same.
      const moments = [
        ...deeds.map((deed) => ({ on: deed.on, deed })),
        ...looks.map((on) => ({ on, deed: null })),
      ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      for (const { on, deed } of moments) {
        standing = settle(standing, known(), programme, on).standing
        if (!deed) continue
        days.set(deed.ofDay, (days.get(deed.ofDay) ?? 0) + deed.cents)
        standing = settle(standing, known(), programme, on).standing
      }
      const { standing: now, units } = settle(standing, known(), programme, last)
      const naive = liveEveryDay(deeds, programme.terms, first, last)
      assert.equal(rankOf(now.earnedTierId, programme.terms), naive.rank)
      assert.equal(now.earnedTierId, tierIdOf(naive.rank, programme.terms))
      assert.deepEqual(
        [now.reviewDay, now.grace?.untilDay ?? null],
        [naive.grace ? now.reviewDay : naive.review, naive.grace?.last ?? null],
      )
      assert.equal(units, naive.cents)
      if (naive.rank > 0) assert.equal(now.reachedDay, naive.reached)
    }),
    { numRuns: 150 },
  )
})
