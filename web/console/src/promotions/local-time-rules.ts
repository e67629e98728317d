import { addDays, localDay, localMinute, startOfLocalDay } from '#shared/business-day.ts'

/** A moment as people type it: a day and the time on the wall. An empty time is the day's own edge. */
export type LocalTime = { day: string; time: string }

/** The instant of a day and time in a zone: an empty time is the day's start, or with `isEnd` its end. */
export function instantOf({ day, time }: LocalTime, timeZone: string, isEnd = false): Date {
  if (time === '') return startOfLocalDay(isEnd ? addDays(day, 1) : day, timeZone)
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wanted = hours * 60 + minutes
  const guess = new Date(startOfLocalDay(day, timeZone).getTime() + wanted * 60_000)
  // On a day with a clock change the wall is an hour off the count of minutes.
  return new Date(guess.getTime() + (wanted - localMinute(guess, timeZone)) * 60_000)
}

/** The day and time of an instant; midnight has no time, and as an end belongs to the day before. */
export function localTimeOf(instant: Date, timeZone: string, isEnd = false): LocalTime {
  const minute = localMinute(instant, timeZone)
  const isEdge = minute === 0 && instant.getTime() === startOfLocalDay(localDay(instant, timeZone), timeZone).getTime()
  if (isEdge) return { day: localDay(isEnd ? new Date(instant.getTime() - 1) : instant, timeZone), time: '' }
  const two = (value: number) => String(value).padStart(2, '0')
  return { day: localDay(instant, timeZone), time: `${two(Math.floor(minute / 60))}:${two(minute % 60)}` }
}
