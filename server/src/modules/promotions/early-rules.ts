import type { Promotion } from './promotion-types.ts'

/**
 * From when a promotion holds for somebody to whom things open so many hours earlier. A version takes over from the one before at its own
 * instant for everybody: nobody ever has both. Instants as `Date.toISOString()` writes them.
 */
export function beginsFor({ startsAt, earliestAt = startsAt }: Promotion, earlyHours: number): string {
  if (earlyHours === 0) return startsAt
  const early = new Date(Date.parse(startsAt) - earlyHours * 3_600_000).toISOString()
  return early > earliestAt ? early : earliestAt
}
