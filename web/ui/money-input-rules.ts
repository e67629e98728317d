import { cents, maxCents, type Cents } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { toHalfWidth } from './typed-text.ts'

export type MoneyRefusal = 'money_not_a_number' | 'money_too_precise' | 'money_too_large' | 'money_negative'

export type MoneyLimits = { allowNegative?: boolean; maxCents?: number }

/**
 * Reads an amount as people type it, into whole cents. Empty text is no amount (`null`).
 *
 * Full-width digits, a currency sign, 元 and thousands separators are understood. A third decimal is refused, not
 * rounded: the cashier must say which cent is meant. No step goes through a float.
 */
export function parseMoney(typed: string, limits: MoneyLimits = {}): Cents | null | Refusal<MoneyRefusal> {
  const text = toHalfWidth(typed)
    .replace(/[¥$€£\s]|元|RMB|CNY/gi, '')
    .trim()
  if (text === '') return null

  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/.exec(text)
  const whole = match?.[2]?.replaceAll(',', '') ?? ''
  const fraction = match?.[3] ?? ''
  if (!match || (whole === '' && fraction === '')) return refuse('money_not_a_number')
  if (fraction.replace(/0+$/, '').length > 2) return refuse('money_too_precise')

  const most = limits.maxCents ?? maxCents
  const digits = `${whole}${fraction.slice(0, 2).padEnd(2, '0')}`.replace(/^0+(?=\d)/, '')
  if (digits.length > 15 || Number(digits) > most) return refuse('money_too_large', { maxCents: most })
  const amount = Number(digits)
  if (match[1] !== '-' || amount === 0) return cents(amount)
  return limits.allowNegative ? cents(-amount) : refuse('money_negative')
}

/** An amount as a person would type it: `1234.5` for 123450, `12` for 1200. */
export function typedMoney(value: number): string {
  const magnitude = Math.abs(value)
  const whole = Math.floor(magnitude / 100)
  const fraction = String(magnitude % 100).padStart(2, '0')
  return `${value < 0 ? '-' : ''}${whole}${fraction === '00' ? '' : `.${fraction}`}`
}
