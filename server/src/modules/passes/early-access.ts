import { tierEarlyHours } from '#modules/tiers/tier-early-hours.ts'
import type { Work } from '#platform/work.ts'
import { passPrivileges } from './pass-privileges.ts'

/** By how many hours things open earlier for each of these members: what a pass or the level gives, the more of both. Locks nothing. */
export async function earlyHoursOf(work: Work, memberIds: readonly string[]): Promise<Map<string, number>> {
  const [ofPasses, ofTiers] = await Promise.all([passPrivileges(work, memberIds), tierEarlyHours(work, memberIds)])
  return new Map(memberIds.map((id) => [id, Math.max(ofPasses.get(id)?.earlyHours ?? 0, ofTiers.get(id) ?? 0)]))
}
