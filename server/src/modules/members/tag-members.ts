import type { Work } from '#platform/work.ts'
import { accept, isRefusal, Refused } from '#shared/refusal.ts'
import { lockMemberRows } from './lock-queries.ts'
import { readMembers } from './member-queries.ts'
import { sealChange } from './member-secrets.ts'
import { checkLive } from './member-status-rules.ts'
import {
  deleteMemberTags,
  holdTags,
  insertMemberTags,
  type MemberTag,
  readMemberTags,
  type TagRow,
} from './tag-queries.ts'
import type { NewTagRun } from './tag-run-queries.ts'

type TagChange = {
  memberIds: readonly string[]
  /** Tags that each of them has from now on. */
  addIds: readonly string[]
  /** Tags that none of them has any more. */
  removeIds: readonly string[]
}

/**
 * Puts tags on members and takes tags off them, set-wise. Whoever is merged or erased is passed over in a list; a single one is refused.
 * Refuses tags that there are not, and one that is to be added and removed. Returns how many members changed.
 *
 * Locks the members in key order, then the tags. What a member has is personal: the audit log keeps it sealed with the member's key; of a
 * list one more line counts.
 */
export async function tagMembers(
  work: Work,
  { id, memberIds, addIds, removeIds }: TagChange & { id: string },
): Promise<{ changed: number; skippedIds: string[] }> {
  refuseBoth({ addIds, removeIds })
  const wantedIds = [...new Set(memberIds)]
  const locked = await lockMemberRows(work, wantedIds)
  const checked = wantedIds.map((wanted) => checkLive(locked.find((row) => row.id === wanted)))
  if (checked.length === 1) accept(checked[0]!)
  const liveIds = checked.flatMap((member) => (isRefusal(member) ? [] : [member.id]))
  const tags = await standingTags(work, { addIds, removeIds })
  const changed = await changeTags(work, { memberIds: liveIds, addIds, removeIds })
  if (wantedIds.length > 1) auditTagging(work, { id, addIds, removeIds, tags, members: changed })
  return { changed, skippedIds: wantedIds.filter((wanted) => !liveIds.includes(wanted)) }
}

export function refuseBoth({ addIds, removeIds }: Omit<TagChange, 'memberIds'>): void {
  if (addIds.some((id) => removeIds.includes(id))) throw new Refused('tag_added_and_removed')
}

/** The tags of a change, kept from being archived until the commit. Refuses those that there are not. */
export async function standingTags(work: Work, { addIds, removeIds }: Omit<TagChange, 'memberIds'>): Promise<TagRow[]> {
  const tags = await holdTags(work, [...addIds, ...removeIds])
  if (tags.length < new Set([...addIds, ...removeIds]).size) throw new Refused('tag_not_found')
  return tags
}

/** The change itself, on members that are locked and tags that stand; tells of each who changed. Returns how many. */
export async function changeTags(work: Work, { memberIds, addIds, removeIds }: TagChange): Promise<number> {
  const [members, before, added, removed, after] = await Promise.all([
    readMembers(work, memberIds),
    readMemberTags(work, memberIds),
    insertMemberTags(work, memberIds, addIds),
    deleteMemberTags(work, memberIds, removeIds),
    readMemberTags(work, memberIds),
  ])
  const of = {
    ...{ added: Map.groupBy(added, memberIdOf), removed: Map.groupBy(removed, memberIdOf) },
    ...{ before: Map.groupBy(before, memberIdOf), after: Map.groupBy(after, memberIdOf) },
  }
  const changed = members.filter(({ id }) => of.added.has(id) || of.removed.has(id))
  for (const { id, key } of changed) {
    const subject = { kind: 'member', id }
    const idsOf = (pairs: readonly { tagId: string }[] = []) => pairs.map(({ tagId }) => tagId)
    const sealed = (rows: readonly MemberTag[] = []) => key && sealChange(key, id, namesOf(rows))
    const data = { addedIds: idsOf(of.added.get(id)), removedIds: idsOf(of.removed.get(id)) }
    work.emit({ type: 'member.tagged', subject, data })
    const changes = { tags: [sealed(of.before.get(id)), sealed(of.after.get(id))] as const }
    work.audit({ action: 'members.edit', subject, changes })
  }
  return changed.length
}

/** One line for a change of many: which tags, for how many. Of whom it was, the members' own lines tell, sealed. */
export function auditTagging(
  work: Work,
  { id, addIds, removeIds, tags, members }: NewTagRun & { tags: readonly TagRow[]; members: number },
): void {
  const named = (ids: readonly string[]) => namesOf(tags.filter((tag) => ids.includes(tag.id)))
  work.audit({
    action: 'members.edit',
    subject: { kind: 'member_tag_run', id },
    changes: { members: [null, members], tags: [named(removeIds), named(addIds)] },
  })
}

const namesOf = (rows: readonly { name: string }[]) => rows.map(({ name }) => name)
const memberIdOf = ({ memberId }: { memberId: string }) => memberId
