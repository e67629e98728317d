import { isDay, type Day } from '#shared/business-day.ts'
import { maxCents } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

export type ValueRefusalCode =
  | 'number_unreadable'
  | 'number_full_width'
  | 'number_too_fine'
  | 'number_too_large'
  | 'number_negative'
  | 'date_unreadable'
  | 'date_impossible'
  | 'flag_unreadable'

export type NumberOptions = {
  /** Digits kept after the point: 2 for cents, 3 for thousandths, 0 for counts. */
  decimals: number
  /** Round what is finer (halves away from zero) and read exponents: for files with computed numbers, named by a mapping. */
  isRounded?: boolean
  isNegativeAllowed?: boolean
  max?: number
}

/**
 * A written number in whole units of its last decimal: "12.30" with two decimals is 1230. Works on the digits as text; no
 * float is ever made of them.
 *
 * Refuses full-width digits (a slip of the input method that also hides other slips), what is finer than the unit, negative
 * or larger than the field may be. Thousands marks are read where they stand right; a currency sign is skipped.
 */
export function parseNumber(text: string, options: NumberOptions): number | Refusal<ValueRefusalCode> {
  const written = text.trim().replace(/^[¥￥$€]\s?|\s?元$/g, '')
  if (/[０-９．，－]/.test(written)) return refuse('number_full_width')
  const parts = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(written)
  if (!parts || (parts[2] === undefined && parts[3] === undefined)) return refuse('number_unreadable')
  const [, sign, wholeText = '0', fraction = '', exponentText] = parts
  if (exponentText !== undefined && !options.isRounded) return refuse('number_unreadable')

  const digits = wholeText.replaceAll(',', '') + fraction
  const shift = Number(exponentText ?? 0) - fraction.length + options.decimals
  const scaled = shiftDigits(digits, shift, options.isRounded === true)
  if (scaled === undefined) return refuse('number_too_fine', { decimals: options.decimals })
  const isNegative = sign === '-' && scaled !== 0n
  if (isNegative && !options.isNegativeAllowed) return refuse('number_negative')
  if (scaled > BigInt(options.max ?? maxCents)) return refuse('number_too_large')
  return isNegative ? -Number(scaled) : Number(scaled)
}

/** digits · 10^shift as a whole number, or undefined when digits would be lost and may not be rounded away. */
function shiftDigits(digits: string, shift: number, isRounded: boolean): bigint | undefined {
  if (shift >= 0) return BigInt(digits.replace(/^0+(?=\d)/, '') + '0'.repeat(Math.min(shift, 40)))
  const kept = digits.slice(0, Math.max(0, digits.length + shift))
  const lost = digits.slice(kept.length).padStart(-shift, '0')
  const whole = BigInt(kept || '0')
  if (/^0*$/.test(lost)) return whole
  if (!isRounded) return undefined
  return lost[0]! >= '5' ? whole + 1n : whole
}

/** A calendar date as Chinese and Western files write it: 2026-05-01, 2026/5/1, 2026.5.1, 20260501, 2026年5月1日, 5/1/2026. */
export function parseDay(text: string, order: 'ymd' | 'mdy' | 'dmy' = 'ymd'): Day | Refusal<ValueRefusalCode> {
  const written = text.trim()
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(written)
  const parts = compact ?? splitDate(written, order)
  if (!parts) return refuse('date_unreadable')
  const [, first, second, third] = parts as unknown as [string, string, string, string]
  const [year, month, day] = { ymd: [first, second, third], mdy: [third, first, second], dmy: [third, second, first] }[
    compact ? 'ymd' : order
  ] as [string, string, string]
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(iso) ? iso : refuse('date_impossible')
}

function splitDate(written: string, order: 'ymd' | 'mdy' | 'dmy'): RegExpExecArray | null {
  return order === 'ymd'
    ? /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?$/.exec(written)
    : /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(written)
}

export type LocalTime = { day: Day; secondOfDay: number | null; offsetMinutes: number | null }

/** A date with an optional time of day, and an offset from UTC where one is written. */
export function parseLocalTime(
  text: string,
  order: 'ymd' | 'mdy' | 'dmy' = 'ymd',
): LocalTime | Refusal<ValueRefusalCode> {
  const parts = /^(.+?)(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text.trim(),
  )
  if (!parts) return refuse('date_unreadable')
  const [, dateText = '', hour, minute, second = '0', zone] = parts
  const day = parseDay(dateText, order)
  if (typeof day !== 'string') return day
  if (hour === undefined) return { day, secondOfDay: null, offsetMinutes: null }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return refuse('date_impossible')
  const secondOfDay = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  return { day, secondOfDay, offsetMinutes: offsetOf(zone) }
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null
  if (zone === 'Z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
}

const truthy = new Set(['1', 'y', 'yes', 'true', 't', '是', '有', '启用', '称重'])
const falsy = new Set(['0', 'n', 'no', 'false', 'f', '否', '无', '停用', '不称重'])

export function parseFlag(text: string): boolean | Refusal<ValueRefusalCode> {
  const written = text.trim().toLowerCase()
  if (truthy.has(written)) return true
  return falsy.has(written) ? false : refuse('flag_unreadable')
}

/**
 * A number as a spreadsheet stores it, at the fifteen digits that spreadsheets show: 29.33 is kept as 29.329999999999998.
 * Rounded on the text, exactly.
 */
export function fifteenDigits(text: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!parts) return text
  const [, sign = '', whole = '0', fraction = '', exponentText = '0'] = parts
  const digits = (whole + fraction).replace(/^0+/, '')
  const pointAfter = digits.length - fraction.length + Number(exponentText)
  if (digits === '' || Math.abs(pointAfter) > 40) return digits === '' ? '0' : text
  let kept = digits.slice(0, 15)
  let place = pointAfter
  if ((digits[15] ?? '0') >= '5') {
    const raised = String(BigInt(kept) + 1n)
    if (raised.length > kept.length) place++
    kept = raised
  }
  return sign + plain(kept, place)
}

function plain(digits: string, pointAfter: number): string {
  const padded = pointAfter <= 0 ? '0'.repeat(1 - pointAfter) + digits : digits.padEnd(pointAfter, '0')
  const point = Math.max(1, pointAfter)
  const fraction = padded.slice(point).replace(/0+$/, '')
  const whole = padded.slice(0, point).replace(/^0+(?=\d)/, '')
  return fraction ? `${whole}.${fraction}` : whole
}
