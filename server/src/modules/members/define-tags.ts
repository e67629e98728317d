import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { lockRegister } from './register-queries.ts'
import { archiveTagRow, insertTag, lockTags, updateTag } from './tag-queries.ts'

/** More than this nobody finds their way among. */
export const mostTags = 500

/**
 * Adds a tag to the merchant's own. Refuses a name that another tag has, however it is written large or small, and a five hundred and
 * first tag. Locks the register.
 */
export async function defineTag(work: Work, { id, name }: { id: string; name: string }): Promise<{ tagId: string }> {
  const cleaned = cleanName(name)
  await lockRegister(work)
  const known = await lockTags(work)
  refuseTaken(known, cleaned)
  if (known.length >= mostTags) throw new Refused('tags_too_many', { most: mostTags })
  await insertTag(work, { id, name: cleaned })
  audit(work, id, null, cleaned)
  return { tagId: id }
}

/** Another word for the same tag; members keep it. */
export async function renameTag(
  work: Work,
  { tagId, name }: { tagId: string; name: string },
): Promise<{ tagId: string }> {
  const cleaned = cleanName(name)
  await lockRegister(work)
  const known = await lockTags(work)
  const before = known.find(({ id }) => id === tagId)
  if (!before) throw new Refused('tag_not_found')
  refuseTaken(
    known.filter(({ id }) => id !== tagId),
    cleaned,
  )
  if (before.name === cleaned) return { tagId }
  await updateTag(work, { id: tagId, name: cleaned })
  audit(work, tagId, before.name, cleaned)
  return { tagId }
}

/** Takes a tag away from everybody who has it. Conditions that named it let nobody through any more. */
export async function archiveTag(work: Work, { tagId }: { tagId: string }): Promise<{ tagId: string }> {
  await lockRegister(work)
  const before = (await lockTags(work)).find(({ id }) => id === tagId)
  if (!before) throw new Refused('tag_not_found')
  await archiveTagRow(work, tagId)
  audit(work, tagId, before.name, null)
  return { tagId }
}

/** What stands between tags where several are written in one cell of a file cannot stand in one. */
function cleanName(name: string): string {
  const cleaned = name.trim()
  if (cleaned === '' || /[,;|，；、\n]/.test(cleaned)) throw new Refused('invalid_tag')
  return cleaned
}

function refuseTaken(known: readonly { name: string }[], name: string): void {
  if (known.some((tag) => tag.name.toLowerCase() === name.toLowerCase())) throw new Refused('tag_exists')
}

function audit(work: Work, tagId: string, before: string | null, after: string | null): void {
  work.audit({
    action: 'members.edit',
    subject: { kind: 'member_tag', id: tagId },
    changes: { tag: [before, after] },
  })
}
