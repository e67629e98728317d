import { addDays, type Day, localDay, localMinute } from './business-day.ts'

/** Minutes from midnight by the wall clock; an end beyond 1,440 reaches into the night that follows. */
export type DayHours = { fromMinute: number; untilMinute: number }

/**
 * The days and hours on which something holds, in a store's own time. Plain JSON.
 *
 * A day fits when its weekday (1 Monday … 7 Sunday) or its date of the month is listed, or when neither list names any. With
 * no hours the whole day fits. Hours that reach past midnight belong to the day on which they begin.
 */
export type RecurringTimes = {
  weekdays: readonly number[]
  monthDays: readonly number[]
  hours: readonly DayHours[]
}

export const always: RecurringTimes = { weekdays: [], monthDays: [], hours: [] }

const dayMinutes = 1440

export function isAlways({ weekdays, monthDays, hours }: RecurringTimes): boolean {
  return weekdays.length === 0 && monthDays.length === 0 && hours.length === 0
}

/** Whether the times hold at an instant, by the wall clock of the zone. An hour's end is no longer in it. */
export function isWithinTimes(times: RecurringTimes, at: Date, timeZone: string): boolean {
  if (isAlways(times)) return true
  const day = localDay(at, timeZone)
  const minute = localMinute(at, timeZone)
  if (times.hours.length === 0) return isListedDay(times, day)
  const holds = (ofDay: Day, atMinute: number) =>
    isListedDay(times, ofDay) &&
    times.hours.some(({ fromMinute, untilMinute }) => fromMinute <= atMinute && atMinute < untilMinute)
  return holds(day, minute) || holds(addDays(day, -1), minute + dayMinutes)
}

/** Whether every span of hours begins within the day, ends after it began and lasts a day at most. */
export function areSoundTimes({ hours }: RecurringTimes): boolean {
  return hours.every(
    ({ fromMinute, untilMinute }) =>
      fromMinute < dayMinutes && fromMinute < untilMinute && untilMinute <= fromMinute + dayMinutes,
  )
}

function isListedDay({ weekdays, monthDays }: RecurringTimes, day: Day): boolean {
  if (weekdays.length === 0 && monthDays.length === 0) return true
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
  return weekdays.includes(weekday) || monthDays.includes(Number(day.slice(8)))
}
