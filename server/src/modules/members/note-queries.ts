import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type NoteRow = {
  id: string
  memberId: string
  body: string
  isForTill: boolean
  at: Date
  authorId: string | null
  removedAt: Date | null
}

export async function insertNote(
  { send, merchantId, actor, at }: Work,
  note: Pick<NoteRow, 'id' | 'memberId' | 'body' | 'isForTill'>,
): Promise<void> {
  await send(sql`
    insert into members.note (merchant_id, id, member_id, body, is_for_till, at, author_id)
    values (${merchantId}, ${note.id}, ${note.memberId}, ${note.body}, ${note.isForTill}, ${at}, ${actorId(actor)})`)
}

export async function lockNote({ send, merchantId }: Work, id: string): Promise<NoteRow | undefined> {
  const rows = await send<NoteRow>(sql`
    select id, member_id, body, is_for_till, at, author_id, removed_at from members.note
     where merchant_id = ${merchantId} and id = ${id} for update`)
  return rows[0]
}

export async function markNoteRemoved({ send, merchantId, actor, at }: Work, id: string): Promise<void> {
  await send(sql`
    update members.note set removed_at = ${at}, removed_by = ${actorId(actor)} where merchant_id = ${merchantId} and id = ${id}`)
}

/** Notes that stand, latest first. */
export async function readNotes({ send, merchantId }: Work, memberIds: readonly string[]): Promise<NoteRow[]> {
  return send<NoteRow>(sql`
    select id, member_id, body, is_for_till, at, author_id, removed_at from members.note
     where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[]) and removed_at is null
     order by at desc, id desc limit 200`)
}
