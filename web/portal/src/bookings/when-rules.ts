import { type Day, localDay, localMinute, startOfLocalDay } from '#shared/business-day.ts'

/** Minutes between two times that can be chosen. */
export const stepMinutes = 15

/** Minutes since midnight as a time field has them, `HH:MM`. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The instant at which the wall clock of a zone shows this; on a day when clocks change, the shift is taken into account. */
export function instantAt(day: Day, clock: string, timeZone: string): Date {
  const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  const guess = new Date(startOfLocalDay(day, timeZone).getTime() + minute * 60_000)
  return new Date(guess.getTime() - (localMinute(guess, timeZone) - minute) * 60_000)
}

/** What is proposed at first: tomorrow at this quarter of an hour or the next. */
export function firstProposal(now: Date, timeZone: string): { day: Day; clock: string } {
  const rounded = new Date(Math.ceil(now.getTime() / (stepMinutes * 60_000)) * stepMinutes * 60_000 + 86_400_000)
  return { day: localDay(rounded, timeZone), clock: clockOf(localMinute(rounded, timeZone)) }
}
