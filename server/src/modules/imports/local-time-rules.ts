import { addDays, startOfLocalDay } from '#shared/business-day.ts'
import type { LocalTime } from './value-rules.ts'

const dayStarts = new Map<string, { startMs: number; lengthMs: number }>()

/**
 * The instant of a written local time: by its own offset where it has one, else in the zone. A file's rows share their days,
 * so each day is looked up once. On a day with a clock change the hours are counted on the wall: a skipped one is read as
 * the next.
 */
export function instantOf({ day, secondOfDay, offsetMinutes }: LocalTime, timeZone: string): Date {
  const seconds = secondOfDay ?? 0
  if (offsetMinutes !== null) return new Date(Date.parse(`${day}T00:00:00Z`) + seconds * 1000 - offsetMinutes * 60_000)
  const { startMs, lengthMs } = dayOf(day, timeZone)
  const plainMs = startMs + seconds * 1000
  if (lengthMs === 86_400_000) return new Date(plainMs)
  const wallMs = Date.parse(`${day}T00:00:00Z`) + seconds * 1000
  const shownMs = wallClockMs(new Date(plainMs), timeZone)
  return new Date(plainMs + wallMs - shownMs)
}

function dayOf(day: string, timeZone: string) {
  const key = `${timeZone} ${day}`
  let known = dayStarts.get(key)
  if (!known) {
    if (dayStarts.size > 5_000) dayStarts.clear()
    const startMs = startOfLocalDay(day, timeZone).getTime()
    known = { startMs, lengthMs: startOfLocalDay(addDays(day, 1), timeZone).getTime() - startMs }
    dayStarts.set(key, known)
  }
  return known
}

function wallClockMs(at: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`)
}
