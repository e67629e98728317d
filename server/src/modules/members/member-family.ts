import type { Work } from '#platform/work.ts'
import { readFamilyIds } from './member-queries.ts'

/** Ids under which a member's records were booked: their own, and those of every record merged into theirs. */
export function memberFamily(work: Work, memberId: string): Promise<string[]> {
  return readFamilyIds(work, memberId)
}
