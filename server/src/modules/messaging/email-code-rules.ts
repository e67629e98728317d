import { refuse, type Refusal } from '#shared/refusal.ts'

export const emailCodeDigits = 6
/** Mail is slower than a text message. */
export const emailCodeSeconds = 15 * 60
const mostEmailCodeTries = 5

/** How often codes are sent to one address: a minute apart, then by the hour and day. */
export const emailCodeLimits = {
  minute: { limit: 1, seconds: 60 },
  hour: { limit: 5, seconds: 3_600 },
  day: { limit: 10, seconds: 86_400 },
} as const

export type SentEmailCode = { wrongTries: number; expiresAt: Date; usedAt: Date | null }

export type EmailCodeRefusal = Refusal<'email_code_wrong' | 'email_code_expired' | 'email_code_locked_out'>

/**
 * What becomes of a try at the code last sent. Null: it is right and used up by this. The fifth wrong one ends it. A code that was
 * used, or was sent to an address that is no longer the member's (`isSameAddress`), answers as one that ran out.
 */
export function judgeEmailCode(
  code: SentEmailCode | undefined,
  tried: { isSame: boolean; isSameAddress: boolean },
  at: Date,
): EmailCodeRefusal | null {
  if (!code || code.usedAt || code.expiresAt <= at || !tried.isSameAddress) return refuse('email_code_expired')
  if (code.wrongTries >= mostEmailCodeTries) return refuse('email_code_locked_out')
  if (tried.isSame) return null
  const left = mostEmailCodeTries - code.wrongTries - 1
  return left > 0 ? refuse('email_code_wrong', { left }) : refuse('email_code_locked_out')
}
