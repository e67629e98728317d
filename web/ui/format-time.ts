import type { Day } from '#shared/business-day.ts'

type TimeStyle = { locale: string; timeZone: string }

let usual: TimeStyle = { locale: 'zh-CN', timeZone: 'Asia/Shanghai' }
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Sets the reader's language and the store's zone, so that every time on a page is the store's own. */
export function setTimeStyle(style: Partial<TimeStyle>): void {
  usual = { ...usual, ...style }
}

function format(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${usual.locale} ${timeZone} ${JSON.stringify(options)}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(usual.locale, { timeZone, hourCycle: 'h23', ...options })
    formatters.set(key, formatter)
  }
  return formatter.format(at)
}

/** In English the month is a word: 11/07 is another day to every second reader. */
function dayParts(): Intl.DateTimeFormatOptions {
  return { year: 'numeric', month: usual.locale.startsWith('zh') ? '2-digit' : 'short', day: '2-digit' }
}

/** An instant in the store's zone, to the minute. */
export function formatInstant(at: Date | string, timeZone: string = usual.timeZone): string {
  return format(new Date(at), timeZone, { ...dayParts(), hour: '2-digit', minute: '2-digit' })
}

/** The time of day of an instant in the store's zone. */
export function formatTimeOfDay(at: Date | string, timeZone: string = usual.timeZone): string {
  return format(new Date(at), timeZone, { hour: '2-digit', minute: '2-digit' })
}

/** A business day as it stands: a day has no zone, so none is applied. */
export function formatDay(day: Day): string {
  return format(new Date(`${day}T00:00:00Z`), 'UTC', dayParts())
}

/** A business day in words, with its weekday. */
export function formatDayInWords(day: Day): string {
  return format(new Date(`${day}T00:00:00Z`), 'UTC', { month: 'long', day: 'numeric', weekday: 'long' })
}

/** How long ago or how far ahead, in the largest whole unit: 3 天前, in 2 hours. */
export function formatDistance(at: Date | string, now: Date): string {
  const seconds = Math.round((new Date(at).getTime() - now.getTime()) / 1000)
  const units = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  const relative = new Intl.RelativeTimeFormat(usual.locale, { numeric: 'auto' })
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  }
  return relative.format(0, 'second')
}
