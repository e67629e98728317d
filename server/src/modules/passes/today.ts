import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'

/** The zone that the merchant's own days are in: its first store's. */
export async function zoneOf(work: Work): Promise<string> {
  const [first] = (await storeFacts(work)).values()
  return first?.timeZone ?? 'UTC'
}

/** Today where the merchant is. */
export async function todayOf(work: Work): Promise<string> {
  return localDay(work.at, await zoneOf(work))
}
