import type { Work } from '#platform/work.ts'
import { benefitsOfRank, flagsOf } from './gift-rules.ts'
import { rankOf } from './programme-rules.ts'
import { settingOf } from './settle-members.ts'
import { tierFlags } from './tier-flags.ts'

/** By how many hours the levels of members open things earlier; 0 without a programme. One flight, locks nothing. */
export async function tierEarlyHours(work: Work, memberIds: readonly string[]): Promise<Map<string, number>> {
  const flags = await tierFlags(work, memberIds)
  return new Map(memberIds.map((memberId) => [memberId, flags.get(memberId)?.earlyHours ?? 0]))
}

/** By how many hours each level opens things earlier, the base level under null; those that open nothing earlier are left out. */
export async function earlyHoursByTier(work: Work): Promise<{ tierId: string | null; hours: number }[]> {
  const terms = (await settingOf(work))?.programme.terms
  if (!terms) return []
  return [null, ...terms.levels.map(({ tierId }) => tierId)]
    .map((tierId) => ({ tierId, hours: flagsOf(benefitsOfRank(rankOf(tierId, terms), terms)).earlyHours }))
    .filter(({ hours }) => hours > 0)
}
