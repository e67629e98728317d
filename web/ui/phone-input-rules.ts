import { refuse, type Refusal } from '#shared/refusal.ts'
import { toHalfWidth } from './typed-text.ts'

/**
 * Reads a phone number as people type it, into E.164. Empty text is no number (`null`).
 *
 * Without a country code it is a mainland mobile number, the only kind a shop's members give without one; the server
 * has the last word on what exists.
 */
export function parsePhone(typed: string): string | null | Refusal<'phone_not_a_number' | 'phone_wrong_length'> {
  const text = toHalfWidth(typed).replace(/[\s().-]/g, '')
  if (text === '') return null
  if (!/^\+?\d+$/.test(text)) return refuse('phone_not_a_number')

  const digits = text.replace(/^\+|^00/, '')
  const isInternational = text.startsWith('+') || text.startsWith('00')
  if (isInternational && !digits.startsWith('86')) {
    return digits.length >= 8 && digits.length <= 15 ? `+${digits}` : refuse('phone_wrong_length')
  }
  const national = digits.replace(/^86(?=1\d{10}$)/, '')
  return /^1\d{10}$/.test(national) ? `+86${national}` : refuse('phone_wrong_length')
}

/** A number as people read it: 138 0013 8000, or +852 … with its country. */
export function formatPhone(e164: string): string {
  const mainland = /^\+86(1\d{2})(\d{4})(\d{4})$/.exec(e164)
  return mainland ? mainland.slice(1).join(' ') : e164
}
