import type { Idle } from '#modules/ledger/idle-rules.ts'
import type { Expiry } from '#modules/ledger/ledger-rules.ts'
import { addDays, addMonths, type Day, endOfLocalDay, isDay, localDay } from '#shared/business-day.ts'

export const expiryRounds = ['day', 'month_end', 'year_end'] as const
export type ExpiryRound = (typeof expiryRounds)[number]

/** How old points grow: months, clamped to the month's end (R24) and then rounded up, or days. */
export type AgeRule = { months: number; round: ExpiryRound } | { days: number }
/** A day of each year, `MM-DD`, the last good one. What was earned in the `spareMonths` up to it lives to the next. */
export type ClearingRule = { day: string; spareMonths: number }
/** So long after the last activity: a purchase as a member, which points paid by the member's choice are part of. */
export type IdleRule = { months: number } | { days: number }

/** How points end. What is null does not apply; of what applies, the earliest wins. */
export type EndingRule = { age: AgeRule | null; clearing: ClearingRule | null; idle: IdleRule | null }

/** For whom a version is: points given from now on, or those that are there too, once their member was told. */
export const expiryReaches = ['new', 'all'] as const
export type ExpiryReach = (typeof expiryReaches)[number]

/** The least days between telling a member and a shorter life of points that are there. */
export const leastNoticeDays = 7

export const never: EndingRule = { age: null, clearing: null, idle: null }

/** What is well known elsewhere, to begin with. */
export const endingPresets = {
  half_year: { age: { days: 180 }, clearing: null, idle: null },
  two_years_idle: { age: null, clearing: null, idle: { months: 24 } },
  year_end: { age: null, clearing: { day: '12-31', spareMonths: 6 }, idle: null },
  month_end: { age: { months: 12, round: 'month_end' }, clearing: null, idle: null },
} as const satisfies Record<string, EndingRule>

/** The last day by age. */
export function lastDayByAge(earnedDay: Day, age: AgeRule): Day {
  if ('days' in age) return addDays(earnedDay, age.days)
  const day = addMonths(earnedDay, age.months)
  if (age.round === 'day') return day
  if (age.round === 'year_end') return `${day.slice(0, 4)}-12-31`
  return addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1)
}

/** The clearing day of a year; 29 February is the 28th in common years. */
export function clearingDayOf({ day }: ClearingRule, year: number): Day {
  const exact = `${String(year).padStart(4, '0')}-${day}`
  return isDay(exact) ? exact : addDays(addMonths(`${exact.slice(0, 7)}-01`, 1), -1)
}

/** The first clearing day from the day of earning on that does not spare what was earned on it. */
export function lastDayByClearing(earnedDay: Day, clearing: ClearingRule): Day {
  for (let year = Number(earnedDay.slice(0, 4)); ; year++) {
    const day = clearingDayOf(clearing, year)
    const isSpared = clearing.spareMonths > 0 && earnedDay > addMonths(day, -clearing.spareMonths)
    if (day >= earnedDay && !isSpared) return day
  }
}

/** The last day that is fixed when points are earned: the earlier of age and clearing; null where neither applies. */
export function fixedLastDay({ age, clearing }: EndingRule, earnedDay: Day): Day | null {
  const byAge = age && lastDayByAge(earnedDay, age)
  const byClearing = clearing && lastDayByClearing(earnedDay, clearing)
  if (byAge === null || byClearing === null) return byAge ?? byClearing
  return byAge < byClearing ? byAge : byClearing
}

/** The end of a local day as the ledger keeps it. */
export function expiryOn(day: Day, zone: string): Expiry {
  return { at: endOfLocalDay(day, zone), day, zone }
}

/** The terms under which points earned at `at` in a store's zone end. Inactivity travels as a condition beside the fixed end. */
export function endingTerms(rule: EndingRule, at: Date, zone: string): { expiry: Expiry | null; idle: Idle | null } {
  const day = fixedLastDay(rule, localDay(at, zone))
  const fixed = day === null ? null : expiryOn(day, zone)
  return { expiry: fixed, idle: idleTerms(rule, zone, fixed) }
}

function idleTerms({ idle }: EndingRule, zone: string, fixed: Expiry | null): Idle | null {
  if (!idle) return null
  return 'days' in idle ? { months: 0, days: idle.days, zone, fixed } : { months: idle.months, days: 0, zone, fixed }
}

/**
 * The terms that a lot gets from a version that is for points that are there: the version's own, counted from the day they were
 * earned, but never before `appliesDay`, the day that its member was promised. Inactivity counts from there on (the caller moves the
 * account's activity). With that no lot ends earlier than it did, or than its member was told.
 */
export function retermed(rule: EndingRule, earnedAt: Date, zone: string, appliesDay: Day) {
  const day = fixedLastDay(rule, localDay(earnedAt, zone))
  const fixed = day === null ? null : expiryOn(day < appliesDay ? appliesDay : day, zone)
  return { fixed, idle: idleTerms(rule, zone, fixed) }
}

/** Whether points of some age could end earlier under `next` than under `before`: then their members want to be told. */
export function mayShorten(before: EndingRule, next: EndingRule): boolean {
  if (next.idle && (!before.idle || spanOf(next.idle) < spanOf(before.idle))) return true
  if (!next.age && !next.clearing) return false
  // A leap cycle of days of earning: both are functions of the day alone.
  for (let day = '2024-01-01'; day < '2028-01-01'; day = addDays(day, 1)) {
    const [old, fresh] = [fixedLastDay(before, day), fixedLastDay(next, day)]
    if (fresh !== null && (old === null || fresh < old)) return true
  }
  return false
}

const spanOf = (idle: IdleRule) => ('days' in idle ? idle.days : idle.months * 30)

/** Whether a rule can be published: a clearing day that exists in some year. */
export function isSoundEnding({ clearing }: EndingRule): boolean {
  return clearing === null || isDay(`2024-${clearing.day}`)
}
