const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isUuid(text: string): boolean {
  return uuidPattern.test(text)
}

let lastMs = 0
let counter = 0

/** Random bytes are drawn by the page: asking for sixteen at a time costs more than using them. */
const pool = new Uint8Array(4_096)
let used = pool.length

function randomBytes16(): Uint8Array {
  if (used + 16 > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += 16
  return pool.slice(used - 16, used)
}

/**
 * A UUIDv7 (RFC 9562): time-ordered, made by whoever creates the record, the till offline included.
 *
 * The twelve bits after the time count within one millisecond, so ids made in a row by one process sort in that order.
 */
export function newId(nowMs: number = Date.now()): string {
  const bytes = randomBytes16()
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
  let time = lastMs
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = 0x70 | (counter >> 8)
  bytes[7] = counter & 0xff
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  let text = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-'
    text += bytes[i]!.toString(16).padStart(2, '0')
  }
  return text
}
