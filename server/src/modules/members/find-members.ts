import { decodeCursor, pageOf } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import {
  countMembers,
  filterMembers,
  listMembers,
  type MemberFilter,
  type MemberRow,
  type WithKey,
} from './member-queries.ts'
import { searchMemberIds } from './search-queries.ts'

const defaultLimit = 50
/** More than this nobody reads: type another letter. */
const mostFound = 200

/**
 * The member list: found by anything that identifies a person, or all of them, latest first; filtered; one page.
 *
 * A search answers its best two hundred at most, in the order of how well they fit, on one page.
 */
export async function findMembers(
  work: Work,
  {
    search,
    cursor,
    limit = defaultLimit,
    ...filter
  }: MemberFilter & { search?: string; cursor?: string; limit?: number },
): Promise<{ rows: (MemberRow & WithKey)[]; next: string | null }> {
  if (search?.trim()) {
    const most = Math.min(limit, mostFound)
    // With a filter, more are looked at than shown: some will not pass.
    const ids = await searchMemberIds(work, search, Object.keys(filter).length > 0 ? mostFound * 5 : most)
    const place = new Map(ids.map((id, index) => [id, index]))
    const found = await filterMembers(work, ids, filter)
    return {
      rows: found.sort((a, b) => place.get(a.id)! - place.get(b.id)!).slice(0, most),
      next: null,
    }
  }
  const after = decodeCursor(cursor, 2) as [string, string] | null
  const rows = await listMembers(work, filter, {
    limit: limit + 1,
    after: after && { enrolledAt: after[0], id: after[1] },
  })
  const { page, next } = pageOf(rows, limit, (last) => [last.enrolledAt, last.id])
  return {
    rows: page,
    next,
  }
}

const mostCounted = 10_000

/** How many a filter lets through, up to ten thousand; of a search, how many it answers. */
export async function countFound(
  work: Work,
  { search, ...filter }: MemberFilter & { search?: string },
): Promise<{ members: number; isMore: boolean }> {
  if (search?.trim()) {
    const { rows } = await findMembers(work, { ...filter, search, limit: mostFound })
    return { members: rows.length, isMore: false }
  }
  const members = await countMembers(work, filter, mostCounted + 1)
  return { members: Math.min(members, mostCounted), isMore: members > mostCounted }
}
