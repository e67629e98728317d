import type { MessageData, MessageKindCode, VariableType } from './message-kinds-rules.ts'
import { variablesOf } from './message-kinds-rules.ts'
import type { Language, WrittenValues } from './template-rules.ts'

export type WritingPlace = { language: Language; currency: string; timeZone: string; publicUrl: string }

/** What only the server knows of a value: the way to a receipt by the id of its sale. */
export type LinkMaker = (saleId: string) => string

/** The values of a message in the reader's language. Null stays null; a value of the wrong type is no value. */
export function writeValues(
  kind: MessageKindCode,
  data: MessageData,
  place: WritingPlace,
  receiptPath: LinkMaker,
): WrittenValues {
  return Object.fromEntries(
    Object.entries(variablesOf(kind)).map(([name, { type }]) => [
      name,
      writeValue(type, Object.hasOwn(data, name) ? data[name]! : null, place, receiptPath),
    ]),
  )
}

function writeValue(
  type: VariableType,
  value: string | number | null,
  { language, currency, timeZone, publicUrl }: WritingPlace,
  receiptPath: LinkMaker,
): string | null {
  if (value === null || value === undefined) return null
  const locale = language === 'zh' ? 'zh-CN' : 'en'
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : null
    case 'count':
      return Number.isInteger(value) ? new Intl.NumberFormat(locale).format(value as number) : null
    case 'cents':
      return Number.isInteger(value) ? writeAmount(value as number, currency, locale) : null
    case 'day':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? writeDay(value, language) : null
    case 'instant':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? writeInstant(value, locale, timeZone)
        : null
    case 'receipt':
      return typeof value === 'string' ? `${publicUrl}${receiptPath(value)}` : null
    case 'link':
      return typeof value === 'string' && value.startsWith('/') ? `${publicUrl}${value}` : null
  }
}

/** Whole cents in the currency's own signs, without a float in between. */
function writeAmount(cents: number, currency: string, locale: string): string {
  const text = `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  return format.format(text as Intl.StringNumericLiteral)
}

function writeDay(day: string, language: Language): string {
  const [year, month, date] = day.split('-').map(Number)
  if (language === 'zh') return `${year}年${month}月${date}日`
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

function writeInstant(instant: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  )
}
