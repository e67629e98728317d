/** A repeatable source of chance: the same seed tells the same year. */
export type Random = {
  /** From 0 (inclusive) to 1. */
  unit(): number
  /** A whole number from `from` to `to`, both inclusive. */
  between(from: number, to: number): number
  chance(share: number): boolean
  pick<T>(values: readonly T[]): T
  /** Picks by weight. */
  weighted<T>(values: readonly (readonly [T, number])[]): T
  /** Around 1, never negative: how much longer or shorter than usual. */
  spread(): number
}

/** mulberry32: 32 bits of state, public domain, plenty for a demo. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number) => from + Math.floor(unit() * (to - from + 1))
  return {
    unit,
    between,
    chance: (share) => unit() < share,
    pick: (values) => values[between(0, values.length - 1)]!,
    weighted(values) {
      let left = unit() * values.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of values) {
        left -= weight
        if (left < 0) return value
      }
      return values.at(-1)![0]
    },
    spread: () => Math.max(0.35, 1 + (unit() + unit() + unit() - 1.5) * 0.6),
  }
}
