import { zoneOf } from '#modules/passes/today.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, startOfLocalDay } from '#shared/business-day.ts'
import type { Period } from './report-by.ts'

/** The instants between which the shop's days lie, the first and the last day in it. */
export async function periodOf(work: Work, { from, until }: { from: Day; until: Day }): Promise<Period> {
  const zone = await zoneOf(work)
  return { from: startOfLocalDay(from, zone), until: startOfLocalDay(addDays(until, 1), zone) }
}
