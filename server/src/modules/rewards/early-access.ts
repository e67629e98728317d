import { passPrivileges } from '#modules/passes/pass-privileges.ts'
import { tierEarlyHours } from '#modules/tiers/tier-early-hours.ts'
import type { Work } from '#platform/work.ts'

/** By how many hours things open earlier for each of these members: what a pass or the level gives, the more of both. Locks nothing. */
export async function earlyHoursOf(work: Work, memberIds: readonly string[]): Promise<Map<string, number>> {
  const [ofPasses, ofTiers] = await Promise.all([passPrivileges(work, memberIds), tierEarlyHours(work, memberIds)])
  return new Map(memberIds.map((id) => [id, Math.max(ofPasses.get(id)!.earlyHours, ofTiers.get(id)!)]))
}

/** Up to when things have opened for a member: now, or as many hours ahead. */
export async function opensBy(work: Work, memberId: string): Promise<Date> {
  const hours = (await earlyHoursOf(work, [memberId])).get(memberId)!
  return new Date(work.at.getTime() + hours * 3_600_000)
}
