import { tierFlags } from '#modules/tiers/tier-flags.ts'
import type { Work } from '#platform/work.ts'
import { passPrivileges } from './pass-privileges.ts'

/** Who of these members comes before others: what a pass or the level gives, the higher of both; 0 is nobody. Locks nothing. */
export async function priorityOf(work: Work, memberIds: readonly string[]): Promise<Map<string, number>> {
  const ids = [...new Set(memberIds)]
  const [ofPasses, ofTiers] = await Promise.all([passPrivileges(work, ids), tierFlags(work, ids)])
  return new Map(ids.map((id) => [id, Math.max(ofPasses.get(id)?.priority ?? 0, ofTiers.get(id)?.queueRank ?? 0)]))
}
