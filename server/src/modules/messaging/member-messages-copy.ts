import { familyKeys } from '#modules/members/reach-member.ts'
import type { Work } from '#platform/work.ts'
import { readMessagesOf } from './message-queries.ts'
import { openAddress, openBody } from './message-secrets.ts'

/** One message in the copy of a member's data. Words and address are null once they were forgotten, or when nothing was written. */
export type MessageCopy = {
  plannedAt: Date
  kind: string
  topic: string
  channel: string
  state: string
  reason: string | null
  deliveredAt: Date | null
  address: string | null
  title: string | null
  body: string | null
}

/** What was said to a member and to the records merged into it, when, how, in which words, oldest first: for the copy of their data. */
export async function readMemberMessages(
  work: Work,
  familyIds: readonly string[],
  limit: number,
): Promise<MessageCopy[]> {
  const [rows, keys] = await Promise.all([readMessagesOf(work, familyIds, limit), familyKeys(work, familyIds)])
  return rows.map((row) => {
    const key = keys.get(row.memberId ?? '') ?? null
    const words = openBody(work, row, key)
    const { kind, topic, channel, state, reason, plannedAt, deliveredAt } = row
    return {
      ...{ plannedAt, kind, topic, channel, state, reason, deliveredAt },
      ...{ address: openAddress(work, row, key), title: words?.title ?? null, body: words?.body ?? null },
    }
  })
}
