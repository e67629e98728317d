import type { Day } from '#shared/business-day.ts'

const dayMs = 86_400_000
/** Half as long again as usual is late: sooner, every second regular would look lost. */
const lateFactor = 1.5

export type Habit = { usualDays: number | null; lastDays: number; isLate: boolean }

/** How often somebody comes and how long ago they came last; null for who never did. Days are business days of the store. */
export function habitOf(
  { lastDay, usualGapDays }: { lastDay: Day | null; usualGapDays: number | null },
  today: Day,
): Habit | null {
  if (lastDay === null) return null
  const lastDays = Math.max(0, Math.round((Date.parse(today) - Date.parse(lastDay)) / dayMs))
  return { usualDays: usualGapDays, lastDays, isLate: usualGapDays !== null && lastDays > usualGapDays * lateFactor }
}
