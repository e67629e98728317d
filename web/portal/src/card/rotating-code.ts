/** RFC 6238 as the till reads it (members/member-code-rules.ts): SHA-1, six digits, a new step each 30 seconds. */
export const stepSeconds = 30
const digits = 6

/** Which step it is on the server's clock; `clockAheadMs` is how far this phone runs before it. */
export function stepNow(nowMs: number, clockAheadMs: number): number {
  return Math.floor((nowMs - clockAheadMs) / 1_000 / stepSeconds)
}

/** How long the step still lasts, in milliseconds. */
export function stepLeftMs(nowMs: number, clockAheadMs: number): number {
  return stepSeconds * 1_000 - ((nowMs - clockAheadMs) % (stepSeconds * 1_000))
}

/** Takes the secret in as a key that can sign and never be read out. */
export function importSecret(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign'])
}

/** The six digits of a step (RFC 4226, section 5.3). */
export async function codeOfStep(key: CryptoKey, step: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const hash = new DataView(await crypto.subtle.sign('HMAC', key, counter))
  const place = hash.getUint8(hash.byteLength - 1) & 15
  return String((hash.getUint32(place) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0')
}

/** What the till scans: number and code in one. */
export function shownCode(number: string, code: string): string {
  return `${number}${code}`
}
