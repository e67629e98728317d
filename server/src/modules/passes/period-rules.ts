import { addDays, addMonths, type Day } from '#shared/business-day.ts'
import type { Quota, Span } from './plan-types.ts'

const dayMs = 86_400_000

/** Whole days from one day to another; negative when it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)
}

export const laterDay = (a: Day, b: Day): Day => (a < b ? b : a)
export const earlierDay = (a: Day, b: Day): Day => (a < b ? a : b)

/**
 * The last day of a period that begins on `start`; the day is in it (R24). Months end the day before the day that answers to the
 * start; where the month has no such day, on its last: 31 January + 1 month ends on 28 or 29 February.
 */
export function periodEnd(start: Day, { unit, count }: Span): Day {
  if (unit === 'day') return addDays(start, count - 1)
  if (unit === 'week') return addDays(start, count * 7 - 1)
  const answering = addMonths(start, unit === 'year' ? count * 12 : count)
  return answering.slice(8) === start.slice(8) ? addDays(answering, -1) : answering
}

export type DaySpan = { from: Day; until: Day }
/** Units on one day, used or held. */
export type DayUnits = { day: Day; units: number }

const rollingDays = { day: 1, week: 7, month: 30 } as const

/** The calendar period that a day lies in. */
export function calendarPeriod(per: Quota['per'], day: Day): DaySpan {
  if (per === 'day') return { from: day, until: day }
  if (per === 'week') {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
    const from = addDays(day, 1 - weekday)
    return { from, until: addDays(from, 6) }
  }
  const from = `${day.slice(0, 8)}01`
  return { from, until: addDays(addMonths(from, 1), -1) }
}

/**
 * What a quota still leaves on a day, given all units used or held on any. A booking for a later day draws on that day's
 * period; a rolling quota looks at every stretch that holds the day, since those used after it count as well.
 */
export function quotaLeft(quota: Quota, taken: readonly DayUnits[], day: Day): number {
  const within = ({ from, until }: DaySpan) =>
    taken.reduce((sum, each) => sum + (from <= each.day && each.day <= until ? each.units : 0), 0)
  if (quota.counting === 'calendar') return quota.units - within(calendarPeriod(quota.per, day))
  const length = rollingDays[quota.per]
  let most = 0
  for (let back = length - 1; back >= 0; back--) {
    const from = addDays(day, -back)
    most = Math.max(most, within({ from, until: addDays(from, length - 1) }))
  }
  return quota.units - most
}
