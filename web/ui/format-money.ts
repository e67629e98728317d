import { assert } from '#shared/assert.ts'

type MoneyStyle = { currency: string; locale: string }

let usual: MoneyStyle = { currency: 'CNY', locale: 'zh-CN' }
const formatters = new Map<string, Intl.NumberFormat>()

/** Sets the merchant's currency and the reader's language once per session, so that calls need not repeat them. */
export function setMoneyStyle(style: Partial<MoneyStyle>): void {
  usual = { ...usual, ...style }
}

function formatterOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    })
    formatters.set(key, formatter)
  }
  return formatter
}

/** Whole cents as people read money: `¥1,234.50`. The digits are placed as text, so no amount is ever a float. */
export function formatMoney(cents: number, currency: string = usual.currency): string {
  assert(Number.isSafeInteger(cents), `not a whole number of cents: ${cents}`)
  const magnitude = Math.abs(cents)
  const decimal = `${cents < 0 ? '-' : ''}${Math.floor(magnitude / 100)}.${String(magnitude % 100).padStart(2, '0')}`
  return formatterOf(usual.locale, currency).format(decimal as Intl.StringNumericLiteral)
}

/** The sign that stands before an amount, for input fields. */
export function currencySymbol(currency: string = usual.currency): string {
  const parts = formatterOf(usual.locale, currency).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}
