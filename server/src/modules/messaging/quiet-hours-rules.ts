import { localMinute } from '#shared/business-day.ts'

/** Minutes of the day by the wall clock; `from` later than `to` wraps midnight, equal ones are no hours at all. */
export type QuietHours = { fromMinute: number; toMinute: number }

const quarterHourMs = 900_000

function isInside(minute: number, { fromMinute, toMinute }: QuietHours): boolean {
  if (fromMinute <= toMinute) return minute >= fromMinute && minute < toMinute
  return minute >= fromMinute || minute < toMinute
}

function isQuiet(at: Date, timeZone: string, hours: readonly QuietHours[]): boolean {
  const minute = localMinute(at, timeZone)
  return hours.some((each) => isInside(minute, each))
}

/**
 * The first instant from `at` on that lies in none of these hours by the wall clock of the zone: `at` itself when it is not quiet
 * now; null when there is none for two days (the hours leave no gap).
 *
 * Walks minute by minute inside a quarter of an hour, the step in which zones change their clocks: so a clock that is put forward
 * or back needs no rule of its own.
 */
export function nextLoudAt(at: Date, timeZone: string, hours: readonly QuietHours[]): Date | null {
  if (!isQuiet(at, timeZone, hours)) return at
  const last = at.getTime() + 2 * 86_400_000
  let time = at.getTime()
  while (time < last) {
    const quarterEnd = Math.floor(time / quarterHourMs) * quarterHourMs + quarterHourMs
    for (let minute = Math.floor(time / 60_000) * 60_000 + 60_000; minute <= quarterEnd; minute += 60_000)
      if (!isQuiet(new Date(minute), timeZone, hours)) return new Date(minute)
    time = quarterEnd
  }
  return null
}
