import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { cardKey } from './card-key-rules.ts'

/**
 * A value as a till keeps it, so that it finds a member by what is typed but does not hold what was typed: hexadecimal digits
 * of SHA-256 under the till's own secret. How many digits decides how much a lost till gives away.
 */
function keptDigits(secret: string, kind: string, value: string, digits: number): string {
  return bytesToHex(sha256(utf8ToBytes(`${secret}/${kind}/${value}`))).slice(0, digits)
}

/**
 * A phone on a till: its last four digits and twelve bits of a keyed hash. A number typed in full finds its member; whoever
 * takes the till home, secret and all, is left with some hundred numbers for each member, not with one.
 */
export function tillPhoneKey(secret: string, e164: string): string {
  return e164.slice(-4) + keptDigits(secret, 'phone', e164, 3)
}

/** A card on a till: enough of its keyed hash that no other card is taken for it. */
export function tillCardKey(secret: string, card: string): string {
  return keptDigits(secret, 'card', cardKey(card), 12)
}

/** A name as a till shows it without a line: enough to ask "Ms Wang?", not who it is. */
export function shortName(name: string): string {
  const characters = [...name.trim()]
  const isHan = /\p{Script=Han}/u.test(characters[0] ?? '')
  if (isHan) return characters[0]! + '＊'.repeat(Math.min(2, Math.max(1, characters.length - 1)))
  const words = name.trim().split(/\s+/)
  return words.map((word) => `${[...word][0] ?? ''}.`).join(' ')
}
