import type { Work } from '#platform/work.ts'
import { accept, isRefusal, Refused } from '#shared/refusal.ts'
import { lockMemberRows } from './lock-queries.ts'
import { readMembers } from './member-queries.ts'
import { sealChange } from './member-secrets.ts'
import { checkLive } from './member-status-rules.ts'
import { deleteMemberTags, holdTags, insertMemberTags, type MemberTag, readMemberTags } from './tag-queries.ts'

export type TagChange = {
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
 * Locks the members in key order, then the tags. What a member has is personal: the audit log keeps it sealed with the member's key.
 */
export async function tagMembers(
  work: Work,
  { memberIds, addIds, removeIds }: TagChange,
): Promise<{ changed: number; skippedIds: string[] }> {
  if (addIds.some((id) => removeIds.includes(id))) throw new Refused('tag_added_and_removed')
  const wantedIds = [...new Set(memberIds)]
  const locked = await lockMemberRows(work, wantedIds)
  const checked = wantedIds.map((id) => checkLive(locked.find((row) => row.id === id)))
  if (checked.length === 1) accept(checked[0]!)
  const liveIds = checked.flatMap((member) => (isRefusal(member) ? [] : [member.id]))
  const [tags, members, before] = await Promise.all([
    holdTags(work, [...addIds, ...removeIds]),
    readMembers(work, liveIds),
    readMemberTags(work, liveIds),
  ])
  if (tags.length < new Set([...addIds, ...removeIds]).size) throw new Refused('tag_not_found')
  const [added, removed, after] = await Promise.all([
    insertMemberTags(work, liveIds, addIds),
    deleteMemberTags(work, liveIds, removeIds),
    readMemberTags(work, liveIds),
  ])
  const changedIds = new Set([...added, ...removed].map(({ memberId }) => memberId))
  for (const { id, key } of members.filter((member) => changedIds.has(member.id))) {
    const subject = { kind: 'member', id }
    const sealed = (rows: readonly MemberTag[]) => key && sealChange(key, id, namesOf(rows, id))
    work.emit({ type: 'member.tagged', subject, data: { addedIds: idsOf(added, id), removedIds: idsOf(removed, id) } })
    work.audit({ action: 'members.edit', subject, changes: { tags: [sealed(before), sealed(after)] } })
  }
  return { changed: changedIds.size, skippedIds: wantedIds.filter((id) => !liveIds.includes(id)) }
}

const namesOf = (rows: readonly MemberTag[], memberId: string) =>
  rows.filter((row) => row.memberId === memberId).map(({ name }) => name)

const idsOf = (pairs: readonly { memberId: string; tagId: string }[], memberId: string) =>
  pairs.filter((pair) => pair.memberId === memberId).map(({ tagId }) => tagId)
