import { addDays, type Day, localDay, localMinute, startOfLocalDay } from '#shared/business-day.ts'

/** Minutes between two times that can be chosen. */
export const stepMinutes = 15

/** The instant at which the wall clock of a zone shows this; on a day when clocks change, the shift is taken into account. */
export function instantAt(day: Day, clock: string, timeZone: string): Date {
  const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  const guess = new Date(startOfLocalDay(day, timeZone).getTime() + minute * 60_000)
  return new Date(guess.getTime() - (localMinute(guess, timeZone) - minute) * 60_000)
}

/** What is proposed at first: tomorrow in the forenoon, whatever hour it is now. */
export function firstProposal(now: Date, timeZone: string): { day: Day; clock: string } {
  return { day: addDays(localDay(now, timeZone), 1), clock: '10:00' }
}
