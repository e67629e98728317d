import { isRefusal, refuse, type Refusal, type RefusalDetails } from '#shared/refusal.ts'
import { fieldOf, type Field, type ImportKind } from './field-rules.ts'
import type { ResolvedMapping, ResolvedSource } from './mapping-rules.ts'
import type { TableRow } from './table-types.ts'
import { type LocalTime, parseFlag, parseLocalTime, parseNumber } from './value-rules.ts'

/** What is wrong with a cell. Holds the row, the field and a code, never the value: it may be somebody's phone. */
export type RowError = { row: number; field: string; code: string; details: RefusalDetails }

/** A part of a bundle by its number in the file, in thousandths of its unit. */
export type BundlePart = { code: string; quantityMilli: number }

export type FieldValue = string | number | boolean | string[] | LocalTime | BundlePart[]

/** A row as values by field. Fields that the file leaves empty are absent: they clear nothing. */
export type ParsedRow = { number: number; values: Record<string, FieldValue>; errors: RowError[] }

/** Reads one row by a mapping. All its errors are told at once, so that a person mends the file in one go. */
export function readRow(row: TableRow, resolved: ResolvedMapping): ParsedRow {
  const { mapping, sources } = resolved
  const parsed: ParsedRow = { number: row.number, values: {}, errors: [] }
  for (const [name, source] of sources) {
    const field = fieldOf(mapping.kind, name)!
    const text = textOf(row, source, resolved)
    if (text === '') {
      if (field.isNeeded) parsed.errors.push({ row: row.number, field: name, code: 'value_missing', details: {} })
      continue
    }
    const value = readValue(text, field, resolved)
    if (isRefusal(value)) parsed.errors.push({ row: row.number, field: name, code: value.code, details: value.details })
    else parsed.values[name] = value
  }
  checkIdentity(mapping.kind, parsed)
  return parsed
}

function textOf(row: TableRow, source: ResolvedSource, resolved: ResolvedMapping): string {
  const parts = source.places.map((place) => (row.cells[place] ?? '').trim())
  const known = parts.filter((part) => !resolved.emptyValues.has(part)).map((part) => source.values.get(part) ?? part)
  if (known.length > 0) return source.prefix + known.join(source.join)
  return source.fallback ? textOf(row, source.fallback, resolved) : ''
}

type Reader = (text: string, field: Field, resolved: ResolvedMapping) => FieldValue | Refusal

const readers: Record<Field['type'], Reader> = {
  text: readText,
  list: (text, field) => {
    const whole = readText(text, field)
    return isRefusal(whole) ? whole : [...new Set(whole.split(/[\s,;，；、]+/).filter((part) => part !== ''))]
  },
  words: readWords,
  cents: (text, _field, { mapping }) => parseNumber(text, { decimals: 2, isRounded: mapping.isRounded === true }),
  milli: (text) => parseNumber(text, { decimals: 3, max: 1_000_000_000_000 }),
  count: (text) => parseNumber(text, { decimals: 0 }),
  minutes: (text) => parseNumber(text, { decimals: 0, max: 1440 }),
  percent: (text) => parseNumber(text.replace(/\s*%$/, ''), { decimals: 2, max: 10_000 }),
  day: (text, _field, { mapping }) => {
    const time = parseLocalTime(text, mapping.dateOrder)
    return isRefusal(time) ? time : time.day
  },
  birthday: (text, field, resolved) => yearlessDay(text) ?? readers.day(text, field, resolved),
  time: (text, _field, { mapping }) => parseLocalTime(text, mapping.dateOrder),
  flag: (text) => parseFlag(text),
  gender: (text) => genders.get(text.toLowerCase()) ?? refuse('gender_unreadable'),
  calendar: (text) => calendars.get(text.toLowerCase()) ?? refuse('calendar_unreadable'),
  parts: readParts,
}

function readValue(text: string, field: Field, resolved: ResolvedMapping): FieldValue | Refusal {
  return readers[field.type](text, field, resolved)
}

// The digits are those of Chinese till systems (RULES.md, data interchange); a file that differs says so in its mapping.
const genders = new Map([
  ...['男', '1', 'm', 'male', '先生'].map((text) => [text, 'male'] as const),
  ...['女', '0', 'f', 'female', '女士'].map((text) => [text, 'female'] as const),
  ...['保密', '2', '未知', 'u', 'unknown', 'other'].map((text) => [text, 'undisclosed'] as const),
])
const calendars = new Map([
  ...['农历', '阴历', '0', 'lunar'].map((text) => [text, 'lunar'] as const),
  ...['公历', '阳历', '1', 'solar', 'gregorian'].map((text) => [text, 'solar'] as const),
])

/** A birthday without its year, 05-01 or 5月1日, as `--05-01`; undefined for anything else. */
function yearlessDay(text: string): string | undefined {
  const [, month, date] = /^(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?$/.exec(text) ?? []
  return month && date ? `--${month.padStart(2, '0')}-${date.padStart(2, '0')}` : undefined
}

/** `怕辣、住附近`: words that may have blanks in them. */
function readWords(text: string, field: Field): string[] | Refusal {
  const whole = readText(text, field)
  if (isRefusal(whole)) return whole
  const words = [...new Set(whole.split(/[,;|，；、\n]+/).map((word) => word.trim()))].filter((word) => word !== '')
  const { maxWordLength = Number.POSITIVE_INFINITY } = field
  return words.some((word) => word.length > maxWordLength)
    ? refuse('text_too_long', { maxLength: maxWordLength })
    : words
}

/** `P1×2、P2`: numbers and quantities, one of each where none is told. */
function readParts(text: string, field: Field): BundlePart[] | Refusal {
  const whole = readText(text, field)
  if (isRefusal(whole)) return whole
  const parts: BundlePart[] = []
  for (const piece of whole.split(/[,;，；、]+/)) {
    const [code = '', quantity = '1', ...more] = piece.split(/[×*]/).map((each) => each.trim())
    if (code === '' || more.length > 0) return refuse('parts_unreadable')
    const quantityMilli = parseNumber(quantity, { decimals: 3, max: 1_000_000_000 })
    if (isRefusal(quantityMilli)) return quantityMilli
    if (quantityMilli === 0) return refuse('parts_unreadable')
    parts.push({ code, quantityMilli })
  }
  return parts
}

/** Letters of any script, emoji and right-to-left text are names; control characters and bare surrogates are not. */
function readText(text: string, field: Field): string | Refusal {
  const { maxLength = 1000 } = field
  if (text.length > maxLength) return refuse('text_too_long', { maxLength })
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) || !text.isWellFormed()) {
    return refuse('text_unprintable')
  }
  return text
}

/** A member needs something that tells the same person again on the next import. */
function checkIdentity(kind: ImportKind, { number, values, errors }: ParsedRow): void {
  if (kind !== 'members' || errors.length > 0) return
  if (values.externalId === undefined && values.cardNumber === undefined && values.phone === undefined) {
    errors.push({ row: number, field: 'externalId', code: 'value_missing', details: {} })
  }
}
