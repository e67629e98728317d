import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { refuse, type Refusal } from '#shared/refusal.ts'

/**
 * Reads a phone number as people write it into E.164: full-width digits, spaces, hyphens, 0086; without a country code it is
 * one of `country`. Refuses what no network of that country has.
 */
export function readPhone(typed: string, country: CountryCode = 'CN'): string | Refusal<'invalid_phone'> {
  if (typed.length > 40) return refuse('invalid_phone')
  const phone = parsePhoneNumberFromString(typed.normalize('NFKC').trim(), country)
  if (!phone || phone.ext) return refuse('invalid_phone')
  // A mainland mobile number has eleven digits; its prefixes are sold before any table of them knows.
  const isKnown = /^\+861[3-9]/.test(phone.number) ? /^\+86\d{11}$/.test(phone.number) : phone.isValid()
  return isKnown ? phone.number : refuse('invalid_phone')
}

/** As it is shown to those who need not know it: 138****8000. */
export function maskPhone(e164: string): string {
  const national = e164.startsWith('+86') ? e164.slice(3) : e164
  const shown = national.length >= 10 ? 3 : 2
  return `${national.slice(0, shown)}${'*'.repeat(Math.max(3, national.length - shown - 4))}${national.slice(-4)}`
}
