import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  businessDay,
  endOfLocalDay,
  isDay,
  isTimeZone,
  localDay,
  startOfBusinessDay,
  startOfLocalDay,
} from './business-day.ts'

const zones = ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe', 'UTC']

const days: [string, string, number, string][] = [
  ['2026-03-01T15:59:59.999Z', 'Asia/Shanghai', 0, '2026-03-01'],
  ['2026-03-01T16:00:00Z', 'Asia/Shanghai', 0, '2026-03-02'],
  ['2026-03-01T19:59:59Z', 'Asia/Shanghai', 4, '2026-03-01'], // 03:59 the next morning
  ['2026-03-01T20:00:00Z', 'Asia/Shanghai', 4, '2026-03-02'],
  ['2026-03-08T07:30:00Z', 'America/New_York', 4, '2026-03-07'], // 03:30, an hour after the clocks went forward
  ['2026-03-08T08:00:00Z', 'America/New_York', 4, '2026-03-08'],
  ['2026-11-01T08:59:59Z', 'America/New_York', 4, '2026-10-31'], // 03:59, after 01:30 came twice
  ['2026-11-01T09:00:00Z', 'America/New_York', 4, '2026-11-01'],
]
for (const [at, zone, cutoff, day] of days) {
  test(`${at} in ${zone} with a cut-off at ${cutoff} belongs to ${day}`, () => {
    assert.equal(businessDay(new Date(at), zone, cutoff), day)
  })
}

test('a business day begins with its first instant, also where the cut-off hour is skipped or comes twice', () => {
  const begins = (day: string, cutoff: number) => startOfBusinessDay(day, 'America/New_York', cutoff).toISOString()
  assert.equal(begins('2026-03-08', 2), '2026-03-08T07:00:00.000Z') // 02:00 is skipped: 03:00
  assert.equal(begins('2026-03-08', 4), '2026-03-08T08:00:00.000Z')
  assert.equal(begins('2026-11-01', 4), '2026-11-01T09:00:00.000Z') // 01:00 comes twice
  const aDay = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2020-01-01', days))
  fc.assert(
    fc.property(aDay, fc.constantFrom(...zones), fc.integer({ min: 0, max: 8 }), (day, zone, cutoff) => {
      const start = startOfBusinessDay(day, zone, cutoff)
      assert.equal(businessDay(start, zone, cutoff), day)
      assert.ok(businessDay(new Date(start.getTime() - 1), zone, cutoff) < day)
    }),
    { numRuns: 3_000 },
  )
})

test('where a day was skipped or its midnight was, it begins at the first instant there is', () => {
  assert.equal(startOfLocalDay('2011-12-31', 'Pacific/Apia').toISOString(), '2011-12-30T10:00:00.000Z')
  assert.equal(startOfLocalDay('2018-11-04', 'America/Sao_Paulo').toISOString(), '2018-11-04T03:00:00.000Z')
})

test('each instant lies in just one local day, from its start to the exclusive end (R11)', () => {
  const instant = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) })
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones), (time, zone) => {
      const day = localDay(new Date(time), zone)
      assert.ok(startOfLocalDay(day, zone).getTime() <= time && time < endOfLocalDay(day, zone).getTime())
    }),
    { numRuns: 2_000 },
  )
})

const months: [string, number, string][] = [
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-03-31', -1, '2026-02-28'],
]
for (const [day, count, expected] of months) {
  test(`${day} and ${count} month is ${expected} (R24)`, () => assert.equal(addMonths(day, count), expected))
}

test('days are counted over the end of a year', () => assert.equal(addDays('2026-12-31', 1), '2027-01-01'))

for (const text of ['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '']) {
  test(`"${text}" is no day`, () => assert.equal(isDay(text), false))
}

test('a zone that nobody knows is none', () => {
  assert.equal(isTimeZone('Mars/Olympus'), false)
  assert.equal(isTimeZone('Asia/Shanghai'), true)
})
