import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { assert } from '#shared/assert.ts'

/**
 * A key of 32 bytes for one purpose of one merchant (HKDF-SHA256 of SECRET_KEY). A key found out tells nothing of the others.
 *
 * `purpose` is `<module>.<what for>`. `merchantId` null: for what is known before the merchant is (sessions, API keys).
 */
export function deriveKey(secretKey: Buffer, purpose: string, merchantId: string | null): Buffer {
  assert(secretKey.length >= 32, 'the secret key has 32 bytes')
  return Buffer.from(hkdfSync('sha256', secretKey, 'regulars', `${purpose}/${merchantId ?? 'global'}`, 32))
}

const prepared = new WeakMap<Buffer, KeyObject>()

/** Node takes five times as long over bytes as over a key that it has taken in before. */
function keyObject(key: Buffer): KeyObject {
  let object = prepared.get(key)
  if (!object) {
    object = createSecretKey(key)
    prepared.set(key, object)
  }
  return object
}

/** HMAC-SHA256: finds a value again without keeping it. Without the key, even four digits cannot be guessed from it. */
export function keyedHash(key: Buffer, text: string): Buffer {
  return createHmac('sha256', keyObject(key)).update(text, 'utf8').digest()
}

/** Compares in a time that tells nothing about where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

const version = 1
const nonceLength = 12
const tagLength = 16

/**
 * Seals a value with AES-256-GCM: version, nonce, ciphertext, tag. `context` says what it is and whose (`members.phone/<id>`);
 * moved to another place it no longer opens.
 */
export function seal(key: Buffer, value: string | Buffer, context: string): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', keyObject(key), nonce).setAAD(Buffer.from(context, 'utf8'))
  const body = Buffer.concat([
    typeof value === 'string' ? cipher.update(value, 'utf8') : cipher.update(value),
    cipher.final(),
  ])
  return Buffer.concat([Buffer.from([version]), nonce, body, cipher.getAuthTag()])
}

/** Opens what `seal` closed; null when key, context or bytes are not the same. */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer | null {
  if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== version) return null
  const nonce = sealed.subarray(1, 1 + nonceLength)
  const body = sealed.subarray(1 + nonceLength, sealed.length - tagLength)
  const decipher = createDecipheriv('aes-256-gcm', keyObject(key), nonce, { authTagLength: tagLength })
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(sealed.length - tagLength))
  try {
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    return null
  }
}

/** The keys of one process, derived once each. */
export type KeyRing = (purpose: string, merchantId: string | null) => Buffer

export function keyRing(secretKey: Buffer | null): KeyRing {
  const known = new Map<string, Buffer>()
  return (purpose, merchantId) => {
    assert(secretKey, 'this process opened the database without SECRET_KEY')
    const name = `${purpose}/${merchantId ?? 'global'}`
    let key = known.get(name)
    if (!key) {
      if (known.size > 10_000) known.clear()
      key = deriveKey(secretKey, purpose, merchantId)
      known.set(name, key)
    }
    return key
  }
}
