import { earlyHoursOf } from '#modules/passes/early-access.ts'
import type { Work } from '#platform/work.ts'

/** Up to when things have opened for a member: now, or as many hours ahead. */
export async function opensBy(work: Work, memberId: string): Promise<Date> {
  const hours = (await earlyHoursOf(work, [memberId])).get(memberId)!
  return new Date(work.at.getTime() + hours * 3_600_000)
}
