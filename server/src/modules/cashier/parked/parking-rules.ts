/** How long a parked sale waits where the merchant has set nothing: over the night, not over the weekend. */
export const usualKeepHours = 24
/** Thirty days: longer is no sale put aside, it is an order. */
export const longestKeepHours = 720
/** More than this at once in one store is a queue nobody finds anything in. */
export const mostParked = 100

const hourMs = 3_600_000

/** When a sale parked at `at` ages out. */
export function parkedUntil(at: Date, keepHours: number): Date {
  return new Date(at.getTime() + keepHours * hourMs)
}
