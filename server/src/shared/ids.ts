const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isUuid(text: string): boolean {
  return uuidPattern.test(text)
}

let lastMs = 0
let counter = 0

/** Random bytes are drawn by the page: asking for sixteen at a time costs more than using them. */
const pool = new Uint8Array(4_096)
let used = pool.length

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The lowest eight bits, as two hexadecimal digits. */
function pair(number: number): string {
  return hex[number & 0xff]!
}

function pairs(from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += pair(pool[i]!)
  return text
}

/**
 * A UUIDv7 (RFC 9562): time-ordered, made by whoever creates the record, the till offline included.
 *
 * The twelve bits after the time count within one millisecond, so ids made in a row by one process sort in that order.
 */
export function newId(nowMs: number = Date.now()): string {
  if (used + 16 > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const drawn = used
  used += 16
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = ((pool[drawn]! & 0x07) << 8) | pool[drawn + 1]!
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const [high, low] = [Math.floor(lastMs / 2 ** 32), lastMs >>> 0]
  const time = `${pair(high >> 8)}${pair(high)}${pair(low >>> 24)}${pair(low >>> 16)}-${pair(low >>> 8)}${pair(low)}`
  const versioned = `${pair(0x70 | (counter >> 8))}${pair(counter)}`
  const variant = `${pair(0x80 | (pool[drawn + 2]! & 0x3f))}${pair(pool[drawn + 3]!)}`
  return `${time}-${versioned}-${variant}-${pairs(drawn + 4, drawn + 10)}`
}
