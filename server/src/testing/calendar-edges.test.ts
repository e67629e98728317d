import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Birthday, nextBirthday } from '#modules/members/birthday-rules.ts'
import { periodEnd } from '#modules/passes/period-rules.ts'
import { addDays, type Day } from '#shared/business-day.ts'

// Days that not every month or year has: what is promised for them holds once in each.

const years = Array.from({ length: 12 }, (_, index) => 2024 + index)

type Next = (birthday: Birthday, today: Day) => Day

/** The days on which a birthday is kept, asked for each morning of twelve years. */
function keptDays(birthday: Birthday, next: Next): Day[] {
  const kept: Day[] = []
  for (let day = `${years[0]}-01-01`; day <= `${years.at(-1)}-12-31`; day = addDays(day, 1)) {
    if (next(birthday, day) === day) kept.push(day)
  }
  return kept
}

const leapling: Birthday = { calendar: 'solar', year: 1992, month: 2, date: 29, isLeapMonth: false }
const oncePerYear = years.map((year) => `${year}-02-${year % 4 === 0 ? 29 : 28}`)

test('a birthday on 29 February is kept once in every year, on the 28th where there is no 29th', () => {
  assert.deepEqual(keptDays(leapling, nextBirthday), oncePerYear)
})

test('the check sees a birthday that is only kept on its very date', () => {
  const onItsDate: Next = (_, today) => `${Math.ceil(Number(today.slice(0, 4)) / 4) * 4}-02-29`
  assert.notDeepEqual(keptDays(leapling, onItsDate), oncePerYear)
})

type End = (start: Day) => Day

/** What is wrong with months begun on a day: the second does not begin right after the first, or one reaches past its month's end. */
function wrongMonths(end: End): Day[] {
  const wrong: Day[] = []
  for (let start = '2026-01-01'; start <= '2028-12-31'; start = addDays(start, 1)) {
    const last = end(start)
    const monthsOn = Number(last.slice(0, 4)) * 12 + Number(last.slice(5, 7)) - monthOf(start)
    const isLastOfMonth = addDays(last, 1).slice(8) === '01'
    const isAnswering = Number(addDays(last, 1).slice(8)) === Number(start.slice(8))
    if (last < start || monthsOn > 1 || !(isAnswering || isLastOfMonth)) wrong.push(start)
  }
  return wrong
}

const monthOf = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))

test('a month from any day ends the day before it comes again, on the month’s last day where it does not come (R24)', () => {
  assert.deepEqual(
    wrongMonths((start) => periodEnd(start, { unit: 'month', count: 1 })),
    [],
  )
})

test('the check sees months that run over into the next one', () => {
  const overrun: End = (start) => {
    const date = new Date(`${start}T00:00:00Z`)
    date.setUTCMonth(date.getUTCMonth() + 1)
    return addDays(date.toISOString().slice(0, 10), -1)
  }
  assert.notDeepEqual(wrongMonths(overrun), [])
})
