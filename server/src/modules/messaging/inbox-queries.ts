import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { MessageKindCode } from './message-kinds-rules.ts'

export type InboxRow = {
  id: string
  memberId: string
  kind: MessageKindCode
  content: Buffer
  at: Date
  readAt: Date | null
}

export async function insertInboxItem(
  { send, merchantId, at }: Work,
  row: { id: string; memberId: string; kind: MessageKindCode; content: Buffer },
): Promise<void> {
  await send(sql`
    insert into messaging.inbox_item (merchant_id, id, member_id, kind, content, at)
    values (${merchantId}, ${row.id}, ${row.memberId}, ${row.kind}, ${row.content}, ${at})
    on conflict (merchant_id, id) do nothing`)
}

/** A member's inbox, latest first. */
export function listInbox(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  { before, limit }: { before: { at: string; id: string } | null; limit: number },
): Promise<InboxRow[]> {
  return send<InboxRow>(sql`
    select id, member_id, kind, content, at, read_at from messaging.inbox_item
     where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[])
       ${before ? sql`and (at, id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
     order by at desc, id desc limit ${limit}`)
}

export async function countUnread({ send, merchantId }: Work, memberIds: readonly string[]): Promise<number> {
  const [row] = await send<{ items: number }>(sql`
    select count(*)::int as items from messaging.inbox_item
     where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[]) and read_at is null`)
  return row!.items
}

/** Marks what came up to an instant as read. Returns how many were not. */
export async function markRead(
  { send, merchantId, at }: Work,
  memberIds: readonly string[],
  through: Date,
): Promise<number> {
  const rows = await send(sql`
    update messaging.inbox_item set read_at = ${at}
     where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[]) and read_at is null and at <= ${through}
    returning id`)
  return rows.length
}

export async function deleteInbox({ send, merchantId }: Work, memberId: string): Promise<void> {
  await send(sql`delete from messaging.inbox_item where merchant_id = ${merchantId} and member_id = ${memberId}`)
}
