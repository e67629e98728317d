import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '#shared/business-day.ts'
import { isRefusal } from '#shared/refusal.ts'
import { ageOn, type Birthday, checkBirthday, nextBirthday } from './birthday-rules.ts'

const solar = (month: number, date: number, year: number | null = null): Birthday => ({
  calendar: 'solar',
  year,
  month,
  date,
  isLeapMonth: false,
})
const lunar = (month: number, date: number, isLeapMonth = false, year: number | null = null): Birthday => ({
  calendar: 'lunar',
  year,
  month,
  date,
  isLeapMonth,
})

const nextDays: [string, Birthday, string, string][] = [
  ['today counts', solar(3, 1), '2026-03-01', '2026-03-01'],
  ['yesterday comes again next year', solar(2, 28), '2026-03-01', '2027-02-28'],
  ['29 February is kept on the 28th', solar(2, 29), '2026-01-01', '2026-02-28'],
  ['29 February is kept as it is in a leap year', solar(2, 29), '2027-03-01', '2028-02-29'],
  ['mid-autumn of 2026', lunar(8, 15), '2026-03-01', '2026-09-25'],
  ['new year’s day by the moon', lunar(1, 1), '2026-03-01', '2027-02-06'],
  ['the last lunar month reaches into the next solar year', lunar(12, 8), '2026-01-10', '2026-01-26'],
  ['a leap sixth month where the year has it', lunar(6, 1, true), '2025-06-01', '2025-07-25'],
  ['a leap sixth month where the year has none', lunar(6, 1, true), '2026-06-01', '2026-07-14'],
]
for (const [what, birthday, today, expected] of nextDays) {
  test(`next birthday: ${what}`, () => assert.equal(nextBirthday(birthday, today), expected))
}

test('the 30th of a lunar month with 29 days is its 29th', () => {
  const day = nextBirthday(lunar(2, 30), '2026-03-20')
  assert.equal(day, '2026-04-16') // the second month of 2026 has 29 days; the third begins on 17 April
})

const impossible: [string, Birthday][] = [
  ['30 February', solar(2, 30)],
  ['31 April', solar(4, 31, 1990)],
  ['29 February of 1900', solar(2, 29, 1900)],
  ['tomorrow', solar(3, 2, 2026)],
  ['a century and a half ago', solar(1, 1, 1870)],
  ['month 13', solar(13, 1)],
  ['the 31st of a lunar month', lunar(1, 31)],
  ['a leap month that the year does not have', lunar(6, 1, true, 2024)],
  ['the 30th of a lunar month of 29 days', lunar(2, 30, false, 2026)],
  ['a solar leap month', { ...solar(6, 1), isLeapMonth: true }],
]
for (const [what, birthday] of impossible) {
  test(`no birthday: ${what}`, () => assert.ok(isRefusal(checkBirthday(birthday, '2026-03-01'))))
}

test('29 February without a year, and a lunar leap birthday of 2025, are birthdays', () => {
  for (const birthday of [solar(2, 29), lunar(6, 1, true, 2025), lunar(6, 30, true)])
    assert.equal(checkBirthday(birthday, '2026-03-01'), birthday)
})

const ages: [string, Birthday, string, number | null][] = [
  ['the day before', solar(3, 2, 1990), '2026-03-01', 35],
  ['the day', solar(3, 1, 1990), '2026-03-01', 36],
  ['born on 29 February', solar(2, 29, 2000), '2026-02-28', 26],
  ['without a year', solar(3, 1), '2026-03-01', null],
  ['by the moon, before the lunar birthday', lunar(8, 15, false, 1990), '2026-09-24', 35],
  ['by the moon, on it', lunar(8, 15, false, 1990), '2026-09-25', 36],
]
for (const [what, birthday, today, age] of ages) test(`age: ${what}`, () => assert.equal(ageOn(birthday, today), age))

test('every birthday comes within 385 days, never before today, and after it the next one comes later', () => {
  const birthdays = fc.record({
    calendar: fc.constantFrom('solar' as const, 'lunar' as const),
    year: fc.constant(null),
    month: fc.integer({ min: 1, max: 12 }),
    date: fc.integer({ min: 1, max: 28 }),
    isLeapMonth: fc.boolean(),
  })
  const days = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n))
  fc.assert(
    fc.property(birthdays, days, (given, today) => {
      const birthday = given.calendar === 'solar' ? { ...given, isLeapMonth: false } : given
      const next = nextBirthday(birthday, today)
      assert.ok(next >= today && next <= addDays(today, 385), `${next} after ${today}`)
      assert.ok(nextBirthday(birthday, addDays(next, 1)) > next)
    }),
    { numRuns: 300 },
  )
})
