import { refuse, type Refusal } from '#shared/refusal.ts'

export const phoneCodeDigits = 6
/** How long a code holds: long enough for a slow gateway, short enough that a lost phone gives no sleeper away. */
export const phoneCodeSeconds = 10 * 60
export const mostPhoneCodeTries = 5
/** How long somebody new may take over name and consents after the code was right. */
export const phoneProofSeconds = 30 * 60

/** How often codes are sent: a minute apart, then by the hour and day; an address is wide, for a shop's guests share one. */
export const phoneCodeLimits = {
  minute: { limit: 1, seconds: 60 },
  hour: { limit: 5, seconds: 3_600 },
  day: { limit: 10, seconds: 86_400 },
  address: { limit: 60, seconds: 3_600 },
  triesOfAddress: { limit: 100, seconds: 900 },
} as const

export type SentCode = { tries: number; expiresAt: Date; usedAt: Date | null }

export type PhoneCodeRefusal = Refusal<'phone_code_wrong' | 'phone_code_expired' | 'phone_code_locked_out'>

/**
 * What becomes of a try at the latest code sent to a phone. Null: it is right and used up by this. A wrong one counts; the
 * fifth wrong one ends the code. A code that was used or never sent answers as one that ran out.
 */
export function judgeTry(code: SentCode | undefined, isSame: boolean, at: Date): PhoneCodeRefusal | null {
  if (!code || code.usedAt || code.expiresAt <= at) return refuse('phone_code_expired')
  if (code.tries >= mostPhoneCodeTries) return refuse('phone_code_locked_out')
  if (isSame) return null
  const left = mostPhoneCodeTries - code.tries - 1
  return left > 0 ? refuse('phone_code_wrong', { left }) : refuse('phone_code_locked_out')
}
