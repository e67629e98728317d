import { Readable } from 'node:stream'
import { constants, createGunzip, createGzip } from 'node:zlib'
import { changedSince, tillLines } from '#modules/catalog/till-lines.ts'
import { encodeCursor } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'

const firstId = '00000000-0000-0000-0000-000000000000'
const linesPerPage = 5_000
/** A feed with more changes behind it is made anew: what a till would ask for afterwards is one page of this many. */
const mostChanges = 2_000
const mostKeptBytes = 64 * 2 ** 20

type Read = <T>(body: (work: Work) => Promise<T>) => Promise<T>

/**
 * A merchant's whole catalogue as tills get it, gzipped: a line of JSON per item, then the cursor from which `GET /till/catalog` goes
 * on. It grows while it is made; whoever comes meanwhile reads along. It is true for ever: what changes has a later revision.
 */
class LineFeed {
  readonly #parts: Buffer[] = []
  #grown = Promise.withResolvers<void>()
  #state: 'growing' | 'whole' | 'broken' = 'growing'
  #revision = 0
  bytes = 0

  get state() {
    return this.#state
  }

  /** The revision up to which it is complete. */
  get revision() {
    return this.#revision
  }

  /** Reads the catalogue, each page in a transaction of its own: the next is read while the one before is compressed. */
  async make(read: Read): Promise<void> {
    const zip = createGzip({ level: constants.Z_BEST_SPEED })
    try {
      for await (const part of Readable.from(this.#pages(read), { objectMode: false }).pipe(zip)) this.#add(part)
      this.#end('whole')
    } catch (error) {
      this.#end('broken')
      throw error
    }
  }

  async *#pages(read: Read): AsyncGenerator<string> {
    const page = (after: { revision: number; itemId: string }) => read((work) => tillLines(work, after, linesPerPage))
    let last = { revision: 0, itemId: firstId }
    let reading = page(last)
    for (;;) {
      const lines = await reading
      if (!lines) break
      last = { revision: lines.revision, itemId: lines.itemId }
      if (lines.count === linesPerPage) reading = page(last)
      yield `${lines.text}\n`
      if (lines.count < linesPerPage) break
    }
    this.#revision = last.revision
    yield `${JSON.stringify({ cursor: encodeCursor([last.revision, last.itemId, 0]) })}\n`
  }

  #add(part: Buffer): void {
    this.#parts.push(part)
    this.bytes += part.length
    this.#grown.resolve()
    this.#grown = Promise.withResolvers()
  }

  #end(state: 'whole' | 'broken'): void {
    this.#state = state
    this.#grown.resolve()
  }

  /** What there is, and what comes. Throws where the making broke off. */
  async *parts(): AsyncGenerator<Buffer> {
    for (let next = 0; ;) {
      while (next < this.#parts.length) yield this.#parts[next++]!
      if (this.#state === 'whole') return
      if (this.#state === 'broken') throw new Error('the catalogue broke off')
      await this.#grown.promise
    }
  }
}

/**
 * The feeds of the merchants whose tills asked last. Making one costs the database more than a second for a hundred thousand items,
 * sending a kept one nothing: all tills of a shop that start in the morning are fed by one.
 */
export class LineFeeds {
  readonly #byMerchant = new Map<string, LineFeed>()

  /** The merchant's feed, kept or begun: gzipped, or as text for a caller that takes nothing else. */
  async open(merchantId: string, read: Read, { isZipped }: { isZipped: boolean }): Promise<Readable> {
    const feed = await this.#current(merchantId, read)
    this.#byMerchant.delete(merchantId)
    this.#byMerchant.set(merchantId, feed) // the last in order is the last used
    const parts = Readable.from(feed.parts(), { objectMode: false })
    return isZipped ? parts : parts.compose(createGunzip())
  }

  async #current(merchantId: string, read: Read): Promise<LineFeed> {
    const known = this.#byMerchant.get(merchantId)
    if (!known) return this.#begin(merchantId, read)
    if (known.state !== 'whole') return known
    const changes = await read((work) => changedSince(work, known.revision, mostChanges))
    if (changes < mostChanges) return known
    const since = this.#byMerchant.get(merchantId) // somebody else may have begun it meanwhile
    return since && since !== known ? since : this.#begin(merchantId, read)
  }

  #begin(merchantId: string, read: Read): LineFeed {
    const feed = new LineFeed()
    this.#byMerchant.set(merchantId, feed)
    void feed.make(read).then(
      () => this.#makeRoom(),
      () => {
        if (this.#byMerchant.get(merchantId) === feed) this.#byMerchant.delete(merchantId)
      },
    )
    return feed
  }

  #makeRoom(): void {
    let kept = [...this.#byMerchant.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    for (const [merchantId, { bytes, state }] of this.#byMerchant) {
      if (kept <= mostKeptBytes) return
      if (state === 'growing') continue
      this.#byMerchant.delete(merchantId)
      kept -= bytes
    }
  }
}
