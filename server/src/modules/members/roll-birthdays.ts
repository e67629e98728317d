import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { nextBirthday } from './birthday-rules.ts'
import { lockPassedBirthdays, writeNextBirthdays } from './change-queries.ts'
import { todayOf } from './member-day-rules.ts'

/**
 * Moves on the next birthday of members whose birthday has passed, at most `limit` of them; the day after a birthday is soon
 * enough. Returns how many there were: call again until it is less than `limit`. Members that somebody is changing are left for
 * the next call.
 */
export async function rollBirthdays(work: Work, limit = 1_000): Promise<number> {
  const today = todayOf(work.at, await storeFacts(work))
  const passed = await lockPassedBirthdays(work, today, limit)
  if (passed.length > 0) {
    await writeNextBirthdays(
      work,
      passed.map((each) => ({ id: each.id, nextBirthdayDay: nextBirthday(each, today) })),
    )
  }
  return passed.length
}
