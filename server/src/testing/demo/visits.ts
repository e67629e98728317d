import { addDays, type Day } from '#shared/business-day.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

export type Visit = { person: Person | null; dayIndex: number; minuteOfDay: number; store: 0 | 1 }

/** How busy a day is against an ordinary one: weekends, the quiet of Spring Festival, the rush before it, summer and sales days. */
export function seasonOf(day: Day): number {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const weekly = [1.35, 0.75, 0.8, 0.9, 0.95, 1.1, 1.45][weekday]!
  const monthDay = day.slice(5)
  const yearly =
    monthDay >= '01-25' && monthDay <= '02-08'
      ? 1.3
      : monthDay >= '02-09' && monthDay <= '02-20'
        ? 0.45
        : monthDay >= '06-01' && monthDay <= '08-31'
          ? 1.12
          : monthDay >= '11-08' && monthDay <= '11-12'
            ? 1.5
            : 1
  return weekly * yearly
}

/** Every visit of the year: members by their rhythm, moved by the season, and walk-ins whom nobody knows. In order of time. */
export function planVisits(random: Random, people: readonly Person[], firstDay: Day, days: number): Visit[] {
  const visits: Visit[] = []
  const busyHours = [
    [10, 2],
    [11, 3],
    [12, 2],
    [13, 2],
    [14, 3],
    [15, 3],
    [16, 4],
    [17, 5],
    [18, 7],
    [19, 8],
    [20, 4],
  ] as const
  const minute = () => random.weighted(busyHours) * 60 + random.between(0, 59)
  for (const person of people) {
    let next = Math.max(0, person.joinsOnDay)
    if (person.joinsOnDay < 0) next += random.between(0, person.rhythmDays)
    while (next < days && next <= person.leavesOnDay) {
      const dayIndex = Math.floor(next)
      if (random.unit() * 1.5 < seasonOf(addDays(firstDay, dayIndex))) {
        const store = random.chance(0.92) ? person.store : ((1 - person.store) as 0 | 1)
        visits.push({ person, dayIndex, minuteOfDay: minute(), store })
        next += person.rhythmDays * random.spread()
      } else next += 1
    }
  }
  for (let dayIndex = 0; dayIndex < days; dayIndex++) {
    const strangers = Math.round(4 * seasonOf(addDays(firstDay, dayIndex)) * random.spread())
    for (let i = 0; i < strangers; i++) {
      visits.push({ person: null, dayIndex, minuteOfDay: minute(), store: random.chance(0.6) ? 0 : 1 })
    }
  }
  return visits.sort((a, b) => a.dayIndex - b.dayIndex || a.minuteOfDay - b.minuteOfDay)
}
