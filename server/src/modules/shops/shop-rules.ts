import { isTimeZone } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/**
 * Refuses what is no ISO 4217 code with two decimals: amounts are whole hundredths everywhere, so yen (none) and dinar
 * (three) have no place.
 */
export function checkCurrency(currency: string): string | Refusal<'invalid_currency'> {
  if (!Intl.supportedValuesOf('currency').includes(currency)) return refuse('invalid_currency', { currency })
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return maximumFractionDigits === 2 ? currency : refuse('invalid_currency', { currency })
}

/** What cash is settled in: to the fen, which is not rounded at all, to the jiao, to the yuan. */
export const cashSteps = [1, 10, 100] as const
export type CashStepCents = (typeof cashSteps)[number]

/** To the nearest step, halves away from zero; or down, in the customer's favour. */
export const cashModes = ['nearest', 'down'] as const
export type CashMode = (typeof cashModes)[number]

/** Refuses a zone that is not in the IANA list: days and receipts are reckoned in it. */
export function checkTimeZone(timeZone: string): string | Refusal<'invalid_time_zone'> {
  // Offsets such as +08:00 are zones to Intl, but they know no summer time and no name.
  return /^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(timeZone) && isTimeZone(timeZone)
    ? timeZone
    : refuse('invalid_time_zone', { timeZone: timeZone.slice(0, 60) })
}
