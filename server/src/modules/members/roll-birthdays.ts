import { storeFacts } from '#modules/shops/store-facts.ts'
import { isDueBefore } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, startOfLocalDay } from '#shared/business-day.ts'
import { nextBirthday } from './birthday-rules.ts'
import { lockPassedBirthdays, writeNextBirthdays } from './change-queries.ts'
import { todayOf, zoneOf } from './member-day-rules.ts'

/** Servers that were away over a birthday make up for what it brings so many days later. */
export const lateBirthdayDays = 7

/**
 * Moves on the next birthday of members whose birthday has passed, at most `limit` of them; the day after a birthday is soon
 * enough. Returns how many there were: call again until it is less than `limit`. Members that somebody is changing are left for
 * the next call.
 *
 * While one of the sweeps `waitFor` has not ended its work of today, birthdays of the last `lateBirthdayDays` stay where they are:
 * a birthday that passed while the servers were away is what that sweep looks for.
 */
export async function rollBirthdays(
  work: Work,
  { limit = 1_000, waitFor = [] }: { limit?: number; waitFor?: readonly string[] } = {},
): Promise<number> {
  const stores = await storeFacts(work)
  const today = todayOf(work.at, stores)
  const tomorrowAt = startOfLocalDay(addDays(today, 1), zoneOf(stores))
  const isWaiting = waitFor.length > 0 && (await isDueBefore(work, waitFor, tomorrowAt))
  const passed = await lockPassedBirthdays(work, isWaiting ? addDays(today, -lateBirthdayDays) : today, limit)
  if (passed.length > 0) {
    await writeNextBirthdays(
      work,
      passed.map((each) => ({ id: each.id, nextBirthdayDay: nextBirthday(each, today) })),
    )
  }
  return passed.length
}
