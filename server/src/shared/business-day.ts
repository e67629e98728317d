import { assert } from './assert.ts'

/** A date in a store's own zone, `YYYY-MM-DD`. */
export type Day = string

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter
}

export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone)
    return true
  } catch {
    return false
  }
}

const dayMs = 86_400_000
/** Zones change their clocks at quarter hours of UTC: within one the offset is the same. */
const quarterHourMs = 900_000
const mostDays = 4_000
/** By zone and day of UTC: the offset all day long, or one for each quarter hour of a day on which clocks change. */
const offsets = new Map<string, Map<number, number | number[]>>()

/** Milliseconds that the zone's wall clock is ahead of UTC at an instant. Remembered: asking the calendar is slow. */
function zoneOffsetMs(at: Date, timeZone: string): number {
  const time = at.getTime()
  const day = Math.floor(time / dayMs)
  let ofZone = offsets.get(timeZone)
  if (!ofZone) offsets.set(timeZone, (ofZone = new Map()))
  let offset = ofZone.get(day)
  if (offset === undefined) {
    if (ofZone.size >= mostDays) ofZone.clear()
    offset = readOffsetsOfDay(day, timeZone)
    ofZone.set(day, offset)
  }
  return typeof offset === 'number' ? offset : offset[Math.floor((time - day * dayMs) / quarterHourMs)]!
}

/** No zone changes its clocks back and forth within a day, so a day that ends as it began has one offset. */
function readOffsetsOfDay(day: number, timeZone: string): number | number[] {
  const start = day * dayMs
  const first = readOffsetMs(start, timeZone)
  if (readOffsetMs(start + dayMs, timeZone) === first) return first
  return Array.from({ length: dayMs / quarterHourMs }, (_, quarter) =>
    readOffsetMs(start + quarter * quarterHourMs, timeZone),
  )
}

function readOffsetMs(time: number, timeZone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatterOf(timeZone).formatToParts(time)) parts[type] = Number(value)
  return Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second) - time
}

const dayTexts = new Map<number, Day>()

/** The date that a wall clock shows, whose milliseconds are counted as if it stood in UTC. Remembered by its day. */
function dayOfWall(wallMs: number): Day {
  const day = Math.floor(wallMs / dayMs)
  let text = dayTexts.get(day)
  if (text === undefined) {
    if (dayTexts.size >= mostDays) dayTexts.clear()
    text = new Date(wallMs).toISOString().slice(0, 10)
    dayTexts.set(day, text)
  }
  return text
}

/** The calendar date of an instant in a zone. */
export function localDay(at: Date, timeZone: string): Day {
  return dayOfWall(at.getTime() + zoneOffsetMs(at, timeZone))
}

/** Whole minutes since midnight by the wall clock of a zone, 0 to 1,439. */
export function localMinute(at: Date, timeZone: string): number {
  const wall = new Date(at.getTime() + zoneOffsetMs(at, timeZone))
  return wall.getUTCHours() * 60 + wall.getUTCMinutes()
}

/**
 * The business day that an instant belongs to: the local date, counted from the store's cut-off hour.
 *
 * At cut-off 4, 03:59 on 2 May still belongs to 1 May. Decided on the wall clock, so a day with a clock change is one day.
 */
export function businessDay(at: Date, timeZone: string, cutoffHour: number): Day {
  assert(Number.isInteger(cutoffHour) && cutoffHour >= 0 && cutoffHour < 24, 'the cut-off is an hour of the day')
  const wall = at.getTime() + zoneOffsetMs(at, timeZone)
  return dayOfWall(wall - cutoffHour * 3_600_000)
}

/** The first instant of a business day: when the clock on the wall comes to the store's cut-off hour, or to the first hour after it that exists. */
export function startOfBusinessDay(day: Day, timeZone: string, cutoffHour: number): Date {
  const midnight = startOfLocalDay(day, timeZone)
  const near = new Date(midnight.getTime() + cutoffHour * 3_600_000)
  const there = new Date(near.getTime() + (cutoffHour * 60 - localMinute(near, timeZone)) * 60_000)
  return businessDay(there, timeZone, cutoffHour) < day ? near : there
}

/** The first instant of a local day: where midnight is skipped by a clock change, the first that exists. */
export function startOfLocalDay(day: Day, timeZone: string): Date {
  const wall = Date.parse(`${day}T00:00:00Z`)
  assert(Number.isFinite(wall), `not a day: ${day}`)
  // The offset is looked up at the guess and again at its result: enough for every zone in use.
  let instant = wall - zoneOffsetMs(new Date(wall), timeZone)
  instant = wall - zoneOffsetMs(new Date(instant), timeZone)
  const landed = localDay(new Date(instant), timeZone)
  return landed < day ? new Date(instant + 3_600_000) : new Date(instant)
}

export function addDays(day: Day, days: number): Day {
  const time = Date.parse(`${day}T00:00:00Z`)
  assert(Number.isFinite(time), `not a day: ${day}`)
  return dayOfWall(time + days * dayMs)
}

/** The exclusive instant at which something "valid through" a local day ends (R11). */
export function endOfLocalDay(day: Day, timeZone: string): Date {
  return startOfLocalDay(addDays(day, 1), timeZone)
}

/** Adds whole months, clamped to the month's end: 31 January + 1 month = 28 or 29 February (R24). Remembered: a day asks for few. */
export function addMonths(day: Day, months: number): Day {
  const name = `${day} ${months}`
  let text = monthTexts.get(name)
  if (text === undefined) {
    if (monthTexts.size >= mostDays) monthTexts.clear()
    text = laterMonth(day, months)
    monthTexts.set(name, text)
  }
  return text
}

const monthTexts = new Map<string, Day>()

function laterMonth(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const target = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  target.setUTCDate(Math.min(date, last))
  return target.toISOString().slice(0, 10)
}

/** Whether a text is a real calendar date, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === text
}
