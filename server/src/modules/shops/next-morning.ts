import type { Work } from '#platform/work.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { storeFacts } from './store-facts.ts'

const morningHour = 10

/** The zone of the merchant's first store: its own clock. */
export async function homeZone(work: Work): Promise<string> {
  const [first] = (await storeFacts(work)).values()
  return first?.timeZone ?? 'Asia/Shanghai'
}

/** The next ten in the morning by the merchant's own clock, later than now: when members are told of what ends. */
export async function nextMorning(work: Work): Promise<Date> {
  const zone = await homeZone(work)
  const today = localDay(work.at, zone)
  const tenOn = (day: string) => new Date(startOfLocalDay(day, zone).getTime() + morningHour * 3_600_000)
  const next = tenOn(today)
  return next > work.at ? next : tenOn(addDays(today, 1))
}
