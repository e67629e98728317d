import type { Birthday } from './birthday-rules.ts'

export const twinReasonCodes = ['same_birthday', 'phone_one_digit_apart', 'one_without_phone'] as const
export type TwinReason = (typeof twinReasonCodes)[number]

type Facts = { birthday: Birthday | null; phone: string | null }

function isSameBirthday(a: Birthday | null, b: Birthday | null): boolean {
  return a !== null && b !== null && a.calendar === b.calendar && a.month === b.month && a.date === b.date
}

/** One digit differs, or two neighbours are swapped, or one digit is missing: what fingers do. */
export function isOneSlipApart(a: string, b: string): boolean {
  if (a === b) return false
  if (a.length === b.length) {
    const differing = [...a].flatMap((digit, place) => (digit === b[place] ? [] : [place]))
    if (differing.length === 1) return true
    const [first, second] = differing
    return differing.length === 2 && second === first! + 1 && a[first!] === b[second] && a[second] === b[first!]
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (long.length - short.length !== 1) return false
  return [...long].some((_, place) => long.slice(0, place) + long.slice(place + 1) === short)
}

/** Why two members of one name may be one person; none when only the name is the same. */
export function twinReasons(a: Facts, b: Facts): TwinReason[] {
  return [
    ...(isSameBirthday(a.birthday, b.birthday) ? (['same_birthday'] as const) : []),
    ...(a.phone && b.phone && isOneSlipApart(a.phone, b.phone) ? (['phone_one_digit_apart'] as const) : []),
    ...(a.phone === null || b.phone === null ? (['one_without_phone'] as const) : []),
  ]
}
