import { randomBytes } from 'node:crypto'
import { keyedHash, seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { cardKey } from './card-key-rules.ts'
import { tokenKinds } from './search-token-rules.ts'

/** A personal value as it stands in events and audit lines: readable only while the member's key exists. */
export type SealedValue = { sealed: string }

type Secrets = Pick<Work, 'key'>

/** Makes the key of a new member, and its form for `members.member_key`. */
export function newMemberKey(work: Secrets, memberId: string): { key: Buffer; sealedKey: Buffer } {
  const key = randomBytes(32)
  return { key, sealedKey: seal(work.key('members.member_key'), key, `members.member_key/${memberId}`) }
}

export function openMemberKey(work: Secrets, memberId: string, sealedKey: Buffer): Buffer {
  const key = unseal(work.key('members.member_key'), sealedKey, `members.member_key/${memberId}`)
  assert(key, 'a member’s key opens: SECRET_KEY is the one it was sealed with')
  return key
}

/** By which a phone or card is found and kept unique. */
export function credentialHash(work: Secrets, kind: 'phone' | 'card', value: string): Buffer {
  return keyedHash(work.key(`members.${kind}`), kind === 'card' ? cardKey(value) : value)
}

const shortestTail = 4
const longestTail = 8

/**
 * The search token of a phone, or of the digits that somebody typed of its end: the keyed hash of the last four (sixteen
 * letters: enough, and a narrow index), then one letter of a hash for each digit before, up to the eighth. So the token of
 * few digits begins that of more, and a range over the index narrows digit by digit. One letter may stand for two digits:
 * what is found by more than four is opened and looked at.
 */
export function phoneTailToken(work: Secrets, digits: string): string {
  const key = work.key('members.phone_tail')
  const hashOf = (length: number) => keyedHash(key, digits.slice(-length)).toString('base64url')
  let token = tokenKinds.phone + hashOf(shortestTail).slice(0, 16)
  for (let length = shortestTail + 1; length <= Math.min(digits.length, longestTail); length++)
    token += hashOf(length).slice(0, 1)
  return token
}

export function sealPhone(key: Buffer, memberId: string, phone: string): Buffer {
  return seal(key, phone, `members.phone/${memberId}`)
}

export function openPhone(key: Buffer, memberId: string, sealed: Buffer): string {
  const phone = unseal(key, sealed, `members.phone/${memberId}`)
  assert(phone, 'a phone opens with its member’s key')
  return phone.toString('utf8')
}

/** Seals an old or new value of a changed field; null stays null, so that "was empty" can be read without the key. */
export function sealChange(key: Buffer, memberId: string, value: unknown): SealedValue | null {
  if (value === null || value === undefined) return null
  return { sealed: seal(key, JSON.stringify(value), `members.change/${memberId}`).toString('base64') }
}

/** The value of a change; undefined when the key is gone or it was not sealed here. */
export function openChange(key: Buffer, memberId: string, value: unknown): unknown {
  const sealed = (value as SealedValue | null)?.sealed
  if (typeof sealed !== 'string') return value
  const opened = unseal(key, Buffer.from(sealed, 'base64'), `members.change/${memberId}`)
  return opened ? JSON.parse(opened.toString('utf8')) : undefined
}

/**
 * The secret of a member's rotating code: derived from the member's key, so that it is stored nowhere, a new version ends
 * the one before, and erasing the member ends them all.
 */
export function codeSecret(key: Buffer, version: number): Buffer {
  return keyedHash(key, `members.rotating_code/${version}`).subarray(0, 20)
}
