import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { insertNote, lockNote, markNoteRemoved } from './note-queries.ts'
import { lockWhole } from './update-member.ts'

/** Writes a note about a member; `isForTill` shows it to the cashier when the member is attached. Locks the member. */
export async function addNote(
  work: Work,
  { id, memberId, body, isForTill }: { id: string; memberId: string; body: string; isForTill: boolean },
): Promise<{ noteId: string }> {
  await lockWhole(work, memberId)
  await insertNote(work, { id, memberId, body: body.trim(), isForTill })
  work.emit({ type: 'member.note_added', subject: { kind: 'member', id: memberId }, data: { noteId: id, isForTill } })
  return { noteId: id }
}

/** Takes a note away. Its words stay in the row until the member is erased, for the audit. Refuses one that is gone already. */
export async function removeNote(work: Work, { noteId }: { noteId: string }): Promise<{ noteId: string }> {
  const note = await lockNote(work, noteId)
  if (!note || note.removedAt) throw new Refused('note_not_found')
  await markNoteRemoved(work, noteId)
  const subject = { kind: 'member', id: note.memberId }
  work.emit({ type: 'member.note_removed', subject, data: { noteId } })
  work.audit({ action: 'members.edit', subject, changes: { note: [noteId, null] } })
  return { noteId }
}
