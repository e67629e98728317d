import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { rankOf } from './programme-rules.ts'
import { settingOf, settleMembers } from './settle-members.ts'
import { readTiers } from './tier-queries.ts'
import { reach } from './standing-rules.ts'

/** The levels that a file may name, by name; empty without a programme. */
export async function tiersByName(work: Work): Promise<Map<string, string>> {
  const tiers = (await readTiers(work)).filter(({ isArchived }) => !isArchived)
  return new Map(tiers.map(({ name, tierId }) => [name, tierId]))
}

/**
 * Puts members on the levels that they bring from elsewhere: reached on the given day, reviewed as if they had been reached here.
 * A level that the member holds already, or a higher one, stays.
 */
export async function openTiers(
  work: Work,
  rows: readonly { memberId: string; tierId: string; reachedDay?: Day }[],
): Promise<void> {
  const setting = await settingOf(work)
  if (!setting || rows.length === 0) return
  const { terms } = setting.programme
  await settleMembers(
    work,
    rows.map(({ memberId, tierId, reachedDay = setting.today }) => ({
      ...{ memberId, cause: 'import' as const },
      change: {
        cause: 'import' as const,
        to: (standing) => {
          const rank = rankOf(tierId, terms)
          return rank > rankOf(standing.earnedTierId, terms) ? reach(standing, rank, reachedDay, terms) : standing
        },
      },
    })),
  )
}
