import { memberTiers } from '#modules/members/member-tiers.ts'
import type { Work } from '#platform/work.ts'
import { benefitsOfRank, flagsOf } from './gift-rules.ts'
import { rankOf } from './programme-rules.ts'
import { settingOf } from './settle-members.ts'

/** By how many hours the level of a member opens things earlier; 0 without a programme. Locks nothing. */
export async function tierEarlyHours(work: Work, memberId: string): Promise<number> {
  const [setting, tiers] = await Promise.all([settingOf(work), memberTiers(work, [memberId])])
  if (!setting) return 0
  const { terms } = setting.programme
  return flagsOf(benefitsOfRank(rankOf(tiers.get(memberId) ?? null, terms), terms)).earlyHours
}
