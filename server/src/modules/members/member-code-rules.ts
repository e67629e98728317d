import { HOTP, Secret } from 'otpauth'

/** RFC 6238 as the portal and the till know it: SHA-1, six digits, a new step each 30 seconds. */
export const codeDigits = 6
export const stepSeconds = 30

/** Steps around now that are taken: the clock of a phone may be half a minute off, and people are slow to hold it out. */
export const stepsAround = 1

export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds)
}

/** The six digits of a step. */
export function codeOfStep(secret: Uint8Array, step: number): string {
  const { buffer, byteOffset, byteLength } = secret
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
  return HOTP.generate({ secret: new Secret({ buffer: bytes }), counter: step, digits: codeDigits, algorithm: 'SHA1' })
}

/** Which step near `at` has these digits, newest first; null when none does. */
export function stepOfCode(secret: Uint8Array, code: string, at: Date): number | null {
  const now = stepAt(at)
  for (let step = now + stepsAround; step >= now - stepsAround; step--) {
    if (codeOfStep(secret, step) === code) return step
  }
  return null
}

/** Splits what a till scanned into member number and code; null when it cannot be one. */
export function splitMemberCode(scanned: string): { number: string; code: string } | null {
  const match = /^(\d{7,13})(\d{6})$/.exec(scanned.normalize('NFKC').replace(/\s/g, ''))
  return match && isMemberNumber(match[1]!) ? { number: match[1]!, code: match[2]! } : null
}

/** Luhn's check digit: one mistyped digit, or two swapped, make another member's number impossible. */
function checkDigit(digits: string): number {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return (10 - (sum % 10)) % 10
}

/** Member numbers begin here, so that they have at least seven digits with their check digit. */
export const firstOrdinal = 100_001

/** The number of the n-th member: n and a check digit. */
export function memberNumber(ordinal: number): string {
  return `${ordinal}${checkDigit(String(ordinal))}`
}

export function isMemberNumber(text: string): boolean {
  return /^\d{7,13}$/.test(text) && checkDigit(text.slice(0, -1)) === Number(text.at(-1))
}
