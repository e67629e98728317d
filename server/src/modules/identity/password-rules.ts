import { refuse, type Refusal } from '#shared/refusal.ts'

export const leastPasswordLength = 8
/** ASVS asks for at least 64; more than this only heats the processor. */
export const mostPasswordLength = 128

type PasswordRefusal = Refusal<'password_too_short' | 'password_too_long' | 'password_holds_name' | 'password_common'>

/** Fragments of a name that a password may not hold; shorter ones would forbid words by accident. */
function fragments(name: string): string[] {
  const whole = fold(name)
  return [whole, ...whole.split(/[\s@._+-]+/)].filter((part) => part.length >= (/[^\x20-\x7e]/.test(part) ? 2 : 4))
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

/**
 * A password by the rules of ASVS 5 (6.2): long enough, not a common one, not built on a name that stands on the door. Any
 * characters in any mix: rules of composition make passwords worse, so there are none.
 *
 * `isCommon` says whether it is on the list of common passwords; `names` are the login, the person's and the merchant's.
 */
export function checkPassword(
  password: string,
  { names, isCommon }: { names: readonly string[]; isCommon: boolean },
): string | PasswordRefusal {
  const length = [...password].length
  if (length < leastPasswordLength) return refuse('password_too_short', { least: leastPasswordLength })
  if (length > mostPasswordLength) return refuse('password_too_long', { most: mostPasswordLength })
  const folded = fold(password)
  if (isCommon || new Set(folded).size < 3) return refuse('password_common')
  if (
    names.flatMap(fragments).some((part) => folded.includes(part) && folded.length - part.length < leastPasswordLength)
  )
    return refuse('password_holds_name')
  return password
}

/** A till PIN: six digits that are not the first ones anybody tries. */
export function checkPin(pin: string): string | Refusal<'invalid_pin'> {
  if (!/^[0-9]{6}$/.test(pin)) return refuse('invalid_pin')
  const steps = [...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index]))
  const inARow = steps.every((step) => step === steps[0]) && Math.abs(steps[0]!) <= 1
  return inARow || /^(\d\d)\1\1$/.test(pin) || /^(\d{3})\1$/.test(pin) ? refuse('invalid_pin') : pin
}

/** The form under which a login name is kept and looked up: full-width and capital letters are the same name. */
export function normalLoginName(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** Letters of any script and digits, and what stands in an e-mail address or phone number. */
export function checkLoginName(text: string): string | Refusal<'invalid_login_name'> {
  const name = normalLoginName(text)
  return /^[\p{L}\p{N}._@+-]{3,60}$/u.test(name) ? name : refuse('invalid_login_name')
}
