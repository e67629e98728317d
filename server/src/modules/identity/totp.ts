import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { assert } from '#shared/assert.ts'
import { type KeyRing, keyedHash, seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'

const period = 30

/** A new secret of 160 bits, in base32 as authenticator apps take it. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The secret as it is kept: sealed for this user. */
export function sealTotpSecret(work: Work, userId: string, secret: string): Buffer {
  return seal(work.key('identity.totp'), secret, `identity.totp/${userId}`)
}

export function openTotpSecret(work: Work, userId: string, sealed: Buffer): string {
  const secret = unseal(work.key('identity.totp'), sealed, `identity.totp/${userId}`)
  assert(secret, 'a TOTP secret opens with the key that sealed it')
  return secret.toString('utf8')
}

export function totpUri(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period, digits: 6 }).toString()
}

/**
 * The time step that a code belongs to, one step early or late allowed for clocks apart; null for a wrong code or one whose
 * step was used already (RFC 6238 5.2: a code counts once).
 */
export function matchTotp(
  secret: string,
  code: string,
  { at, lastStep }: { at: Date; lastStep: number },
): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period, digits: 6 })
  const delta = totp.validate({ token: code, timestamp: at.getTime(), window: 1 })
  if (delta === null) return null
  const step = Math.floor(at.getTime() / 1000 / period) + delta
  return step > lastStep ? step : null
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ten one-time codes of 50 bits, for whoever lost the phone. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    const text = [...randomBytes(10)].map((byte) => alphabet[byte % 32]).join('')
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
}

export function recoveryHash(keys: KeyRing, code: string): Buffer {
  return keyedHash(keys('identity.recovery_code', null), code.toLowerCase().replace(/[^0-9a-z]/g, ''))
}
