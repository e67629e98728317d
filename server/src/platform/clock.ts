/** Where the time comes from. Everything below the edge gets it as a parameter: `work.at`. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands where it is put: tests, the demo year, `--at`. */
export function movableClock(start: Date): Clock & { moveTo(at: Date): void } {
  let current = start
  return {
    now: () => current,
    moveTo(at) {
      current = at
    },
  }
}
