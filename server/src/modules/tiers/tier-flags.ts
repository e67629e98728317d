import { memberTiers } from '#modules/members/member-tiers.ts'
import type { Work } from '#platform/work.ts'
import { benefitsOfRank, flagsOf } from './gift-rules.ts'
import { rankOf } from './programme-rules.ts'
import { settingOf } from './settle-members.ts'

/** What the levels of these members give beside gifts and prices; without a programme nothing. One flight, locks nothing. */
export async function tierFlags(
  work: Work,
  memberIds: readonly string[],
): Promise<Map<string, ReturnType<typeof flagsOf>>> {
  if (memberIds.length === 0) return new Map()
  const [setting, tiers] = await Promise.all([settingOf(work), memberTiers(work, [...memberIds])])
  const terms = setting?.programme.terms
  return new Map(
    memberIds.map((id) => [id, flagsOf(terms ? benefitsOfRank(rankOf(tiers.get(id) ?? null, terms), terms) : [])]),
  )
}
