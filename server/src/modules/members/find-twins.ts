import type { Work } from '#platform/work.ts'
import { type MemberRow, readMembers, type WithKey } from './member-queries.ts'
import { readTwins } from './twin-queries.ts'
import { twinReasons, type TwinReason } from './twin-rules.ts'

export type Twins = { first: MemberRow & WithKey; second: MemberRow & WithKey; reasons: TwinReason[] }

/**
 * Pairs of records that may be one person, each with the reasons, strongest first. Deterministic: the same members give the
 * same pairs in the same order. Looks at `limit` candidates.
 */
export async function findTwins(work: Work, limit: number): Promise<Twins[]> {
  const rows = await readTwins(work, limit)
  const members = await readMembers(work, [...new Set(rows.flatMap(({ firstId, secondId }) => [firstId, secondId]))])
  const byId = new Map(members.map((member) => [member.id, member]))
  return rows
    .flatMap(({ firstId, secondId }) => {
      const [first, second] = [byId.get(firstId), byId.get(secondId)]
      if (!first || !second) return []
      const reasons = twinReasons(first, second)
      return reasons.length > 0 ? [{ first, second, reasons }] : []
    })
    .sort((a, b) => b.reasons.length - a.reasons.length)
}
