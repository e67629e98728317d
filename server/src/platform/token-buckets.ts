/**
 * Token buckets by key, in memory: each holds `capacity` tries and gains `perSecond`. The keys used least recently are
 * forgotten beyond `maxKeys`, so that a flood of addresses costs no memory.
 */
export class TokenBuckets {
  readonly #levels = new Map<string, { tokens: number; atMs: number }>()
  readonly #capacity: number
  readonly #perSecond: number
  readonly #maxKeys: number

  constructor({ capacity, perSecond, maxKeys = 50_000 }: { capacity: number; perSecond: number; maxKeys?: number }) {
    this.#capacity = capacity
    this.#perSecond = perSecond
    this.#maxKeys = maxKeys
  }

  /** Takes one try. Zero: it was there; else the whole seconds until the next one is. */
  take(key: string, nowMs: number): number {
    const known = this.#levels.get(key)
    const gained = known ? (Math.max(0, nowMs - known.atMs) / 1_000) * this.#perSecond : 0
    const level = Math.min(this.#capacity, (known?.tokens ?? this.#capacity) + gained)
    const isThere = level >= 1
    this.#levels.delete(key) // Set anew, it is the most recently used.
    this.#levels.set(key, { tokens: isThere ? level - 1 : level, atMs: Math.max(nowMs, known?.atMs ?? 0) })
    if (this.#levels.size > this.#maxKeys) this.#levels.delete(this.#levels.keys().next().value!)
    return isThere ? 0 : Math.max(1, Math.ceil((1 - level) / this.#perSecond))
  }

  get size(): number {
    return this.#levels.size
  }
}
