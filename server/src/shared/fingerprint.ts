import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from './canonical-json.ts'

type NodeCrypto = { hash(algorithm: 'sha256', data: string): string }
type Host = { process?: { getBuiltinModule?(name: 'node:crypto'): NodeCrypto | undefined } }

/** The server's own SHA-256, a tenth of the time; undefined in a browser. */
const native = (globalThis as Host).process?.getBuiltinModule?.('node:crypto')

/** SHA-256 (hex) of the canonical JSON. Synchronous on both sides: WebCrypto is missing on plain HTTP, and waits. */
export function fingerprintOf(shown: unknown): string {
  const text = canonicalJson(shown)
  return native ? native.hash('sha256', text) : portableHash(text)
}

/** The same hash where there is no Node: the browser's. */
export function portableHash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
