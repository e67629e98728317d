import type { Day } from '#shared/business-day.ts'

/** Fewer visits than this have no rhythm yet. */
const fewestVisits = 3

const dayMs = 86_400_000

/**
 * How many days usually lie between a member's visits: the median gap of the given days, so that one long holiday does not make
 * a regular look rare. Null with fewer than three visits. Days in any order; the same day twice is one visit.
 */
export function usualGapDays(days: readonly Day[]): number | null {
  const times = [...new Set(days)].sort().map((day) => Date.parse(`${day}T00:00:00Z`))
  if (times.length < fewestVisits) return null
  const gaps = times
    .slice(1)
    .map((time, index) => Math.round((time - times[index]!) / dayMs))
    .sort((a, b) => a - b)
  const middle = gaps.length >> 1
  return gaps.length % 2 === 1 ? gaps[middle]! : Math.round((gaps[middle - 1]! + gaps[middle]!) / 2)
}
