import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto'
import { assert } from '#shared/assert.ts'
import { Refused } from '#shared/refusal.ts'

// OWASP's second setting for argon2id: 19 MiB, two passes, one lane.
const memory = 19_456
const passes = 2
const parallelism = 1
const tagLength = 32

/**
 * Hashes passwords and PINs with argon2id on libuv's threads, never on the event loop.
 *
 * At most `concurrency` run at once, so that file and DNS work keeps threads; more wait, and beyond `maxWaiting` callers are
 * told to come again: 19 MiB each must not add up. Peppered: a leaked database alone gives nothing to guess against.
 */
export class Passwords {
  readonly #secret: Buffer
  readonly #concurrency: number
  readonly #maxWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0
  #nobody: Promise<string> | null = null

  constructor(secret: Buffer, { concurrency = 2, maxWaiting = 100 } = {}) {
    this.#secret = secret
    this.#concurrency = concurrency
    this.#maxWaiting = maxWaiting
  }

  /** A PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16)
    const tag = await this.#run(password, salt, { memory, passes, parallelism })
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
  }

  async verify(hash: string, password: string): Promise<boolean> {
    const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash)
    assert(parts, 'a password hash is an argon2id PHC string')
    const [, m, t, p, salt, expected] = parts
    const cost = { memory: Number(m), passes: Number(t), parallelism: Number(p) }
    const tag = await this.#run(password, Buffer.from(salt!, 'base64'), cost)
    return timingSafeEqual(tag, Buffer.from(expected!, 'base64'))
  }

  /** Takes as long as a check for somebody who exists, and says no. */
  async verifyNobody(password: string): Promise<false> {
    this.#nobody ??= this.hash(randomBytes(16).toString('hex'))
    await this.verify(await this.#nobody, password)
    return false
  }

  async #run(
    password: string,
    nonce: Buffer,
    cost: Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>,
  ): Promise<Buffer> {
    if (this.#running >= this.#concurrency) {
      if (this.#waiting.length >= this.#maxWaiting) throw new Refused('too_many_requests', { seconds: 5 })
      await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    } else this.#running++
    try {
      // One person's ä is another keyboard's a + ¨: compared in one form.
      const message = Buffer.from(password.normalize('NFC'))
      return await new Promise<Buffer>((resolve, reject) => {
        argon2('argon2id', { message, nonce, ...cost, tagLength, secret: this.#secret }, (error, tag) =>
          error ? reject(error) : resolve(tag),
        )
      })
    } finally {
      // The place goes straight to whoever waits longest.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
