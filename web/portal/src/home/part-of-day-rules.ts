import { localMinute } from '#shared/business-day.ts'

/** By the shop's wall clock, as people greet each other. */
export function partOfDay(at: Date, timeZone: string): 'night' | 'morning' | 'afternoon' | 'evening' {
  const hour = localMinute(at, timeZone) / 60
  if (hour < 5) return 'night'
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}
