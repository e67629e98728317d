import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'

/** Today where the merchant is: in the zone of its first store. */
export async function todayOf(work: Work): Promise<string> {
  const [first] = (await storeFacts(work)).values()
  return localDay(work.at, first?.timeZone ?? 'UTC')
}
