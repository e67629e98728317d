import { refuse, type Refusal } from '#shared/refusal.ts'
import type { Day } from '#shared/business-day.ts'

/** What stands between a store and the close of its day. */
export type DayState = {
  day: Day
  /** The store's business day now. */
  today: Day
  lastClosedDay: Day | null
  /** Shifts that no day has taken, up to `day`. */
  shifts: readonly { businessDay: Day; isOpen: boolean }[]
  /** Money without a shift that no day has gathered, up to `day`. */
  orphans: readonly { businessDay: Day }[]
}

export type DayRefusalCode = 'day_not_begun' | 'day_already_closed' | 'day_shift_open' | 'day_earlier_open'

/**
 * Days close once, in order, when their shifts are closed. A day that took nothing may be left out; what arrived for a day
 * already closed goes with the next one.
 */
export function checkDay(state: DayState): true | Refusal<DayRefusalCode> {
  const { day, today, lastClosedDay, shifts, orphans } = state
  if (day > today) return refuse('day_not_begun', { day })
  if (lastClosedDay !== null && day <= lastClosedDay) return refuse('day_already_closed', { day })
  const open = shifts.filter(({ isOpen }) => isOpen)
  if (open.length > 0) return refuse('day_shift_open', { count: open.length })
  const earlier = [...shifts, ...orphans]
    .map(({ businessDay }) => businessDay)
    .filter((each) => each < day && (lastClosedDay === null || each > lastClosedDay))
    .sort()
  return earlier.length > 0 ? refuse('day_earlier_open', { day: earlier[0] }) : true
}
