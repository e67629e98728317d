import { createCipheriv } from 'node:crypto'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { codeLength } from '#shared/secret-code.ts'
import { hashLength } from './code-page-rules.ts'

const padding = 'cpn'

/**
 * Hashes codes under the merchant's key, end to end: without SECRET_KEY the database holds nothing that could be guessed at.
 *
 * AES-256-CMAC (NIST SP 800-38B) of the 13 characters filled up to one block, for which it is one encryption of the block
 * mixed with a subkey: a piece of thousands is one call, where an HMAC is a call, and thirty times the time, for each.
 */
export function codeHasher(work: Work): (codes: readonly string[]) => Buffer {
  assert(codeLength + padding.length === hashLength, 'a code fills one block')
  const key = work.key('coupons.code')
  return (codes) => {
    const blocks = Buffer.allocUnsafe(codes.length * hashLength)
    codes.forEach((code, index) => blocks.write(code + padding, index * hashLength, 'latin1'))
    return macBlocks(key, blocks)
  }
}

/** The AES-256-CMAC of each block of 16 bytes, in place of it. */
export function macBlocks(key: Buffer, blocks: Buffer): Buffer {
  const subkey = firstSubkey(key)
  for (let place = 0; place < blocks.length; place++) blocks[place]! ^= subkey[place % hashLength]!
  return encrypt(key, blocks)
}

/** The hash of a single code. */
export function codeHash(work: Work, code: string): Buffer {
  return codeHasher(work)([code])
}

/** Each block on its own: whole blocks only, never text that could repeat. */
function encrypt(key: Buffer, blocks: Buffer): Buffer {
  return createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(blocks)
}

/** K1 of the standard: the encrypted zero block, doubled in GF(2^128). */
function firstSubkey(key: Buffer): Buffer {
  const zero = encrypt(key, Buffer.alloc(hashLength))
  const doubled = Buffer.alloc(hashLength)
  for (let place = 0; place < hashLength; place++) {
    doubled[place] = ((zero[place]! << 1) | (place + 1 < hashLength ? zero[place + 1]! >> 7 : 0)) & 0xff
  }
  if (zero[0]! & 0x80) doubled[hashLength - 1]! ^= 0x87
  return doubled
}
