import { todayOf } from '#modules/members/member-day-rules.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'

/** The day that levels are counted on: that of the merchant's first store, as birthdays are. */
export async function todayFor(work: Work): Promise<Day> {
  return todayOf(work.at, await storeFacts(work))
}
