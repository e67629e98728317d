import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from './canonical-json.ts'

/** SHA-256 (hex) of the canonical JSON. Synchronous on both sides: WebCrypto is missing on plain HTTP, and waits. */
export function fingerprintOf(shown: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(shown))))
}
