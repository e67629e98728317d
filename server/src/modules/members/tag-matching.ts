import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal } from '#shared/refusal.ts'
import { findMembers } from './find-members.ts'
import { lockMemberRows } from './lock-queries.ts'
import { matchingIds, type MemberFilter } from './member-queries.ts'
import { checkLive } from './member-status-rules.ts'
import { auditTagging, changeTags, refuseBoth, standingTags } from './tag-members.ts'
import { holdTags } from './tag-queries.ts'
import {
  insertTagPages,
  insertTagRun,
  type NewTagRun,
  type NextTagPage,
  readNextTagPage,
  settleTagPage,
} from './tag-run-queries.ts'

/** So many members at a time: their tills wait for no more than that. */
export const membersPerTagPage = 1_000

const kind = 'members.tag'

/**
 * Puts tags on everybody whom a list's search and filters let through now, and takes tags off them. Up to a thousand at once; more are kept
 * with the command and done page by page from then on (`tagSweep`): `waiting` says how many. Who comes under the filter later is not
 * meant; who is gone by then is passed over. A search means the two hundred that it answers at most, as the list shows them.
 *
 * Refuses tags that there are not, and one that is to be added and removed. Locks what tagging a list locks; of many, the tags.
 */
export async function tagMatching(
  work: Work,
  { filter, ...change }: NewTagRun & { filter: MemberFilter & { search?: string } },
): Promise<{ changed: number; waiting: number }> {
  refuseBoth(change)
  const ids = await firstMatching(work, filter)
  if (ids.length === 0) return { changed: 0, waiting: 0 }
  if (ids.length <= membersPerTagPage) {
    const memberIds = await lockLive(work, ids)
    const tags = await standingTags(work, change)
    const changed = await changeTags(work, { ...change, memberIds })
    auditTagging(work, { ...change, tags, members: changed })
    return { changed, waiting: 0 }
  }
  const tags = await standingTags(work, change)
  const waiting = await insertTagPages(work, change.id, filter, membersPerTagPage)
  await Promise.all([insertTagRun(work, change, waiting), noteDue(work, kind, work.at)])
  auditTagging(work, { ...change, tags, members: waiting })
  return { changed: 0, waiting }
}

async function firstMatching(work: Work, { search, ...filter }: MemberFilter & { search?: string }): Promise<string[]> {
  if (!search?.trim()) return matchingIds(work, filter, membersPerTagPage + 1)
  const { rows } = await findMembers(work, { search, ...filter, limit: membersPerTagPage })
  return rows.map(({ id }) => id)
}

/** Does what changes of many members still owe, a page to a round, the oldest first; what a dead process left goes on. */
export const tagSweep: DueSweep = {
  kind,
  async run(work) {
    const page = await readNextTagPage(work)
    if (!page) return null
    await settleTagPage(work, page, await tagPage(work, page))
    return work.at
  },
}

/** Tags that were deleted meanwhile are left out: nobody is to have them. */
async function tagPage(work: Work, page: NextTagPage): Promise<number> {
  const memberIds = await lockLive(work, page.memberIds)
  const standing = new Set((await holdTags(work, [...page.addIds, ...page.removeIds])).map(({ id }) => id))
  const still = (ids: readonly string[]) => ids.filter((id) => standing.has(id))
  return changeTags(work, { memberIds, addIds: still(page.addIds), removeIds: still(page.removeIds) })
}

async function lockLive(work: Work, ids: readonly string[]): Promise<string[]> {
  const locked = await lockMemberRows(work, ids)
  return locked.flatMap((row) => (isRefusal(checkLive(row)) ? [] : [row.id]))
}
