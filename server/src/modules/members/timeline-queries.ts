import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type TimelineRow = {
  id: string
  type: string
  at: Date
  actor: { kind: string; id: string | null; name?: string }
  data: Record<string, unknown>
}

/**
 * What happened to a member and to the records merged into it, latest first. Read from the event log itself: there is no second
 * history that could differ.
 */
export async function readTimeline(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  page: { limit: number; before: { at: string; id: string } | null },
): Promise<TimelineRow[]> {
  const before = page.before ? sql`and (at, id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)` : sql``
  return send<TimelineRow>(sql`
    select id, type, at, actor, data from platform.event
     where merchant_id = ${merchantId} and subject_id = any(${memberIds}::uuid[]) ${before}
     order by at desc, id desc limit ${page.limit}`)
}
