import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { actorId, actorRecord } from './actor.ts'
import { type Columns, unnestRows } from './column-arrays.ts'
import type { OpenWork, Work } from './work.ts'

/**
 * Appends the queued events, and deliveries of those that somebody hears, set-wise, in one statement.
 *
 * Takes the last sequence numbers of the subjects, in key order, and keeps them locked until the commit: so the order of
 * one subject's events is the order of its commits.
 */
export async function writeEvents(work: OpenWork): Promise<void> {
  const counts = new Map<string, number>()
  // From the last to the first: each finds how many of its subject's stand behind it.
  const rows = work.events.toReversed().map((told): TellingRow => {
    const { type, subject } = told.event
    const behind = counts.get(subject.id) ?? 0
    counts.set(subject.id, behind + 1)
    return { ...told, behind, isHeard: work.connection.isHeard(type) }
  })
  const subjectIds = [...counts.keys()]
  await work.send(sql`
    with taken as (
      insert into platform.subject_seq as s (merchant_id, subject_id, last_seq)
      select ${work.merchantId}, c.subject_id, c.count
        from unnest(${subjectIds}::uuid[], ${[...counts.values()]}::bigint[]) as c(subject_id, count)
       order by c.subject_id
      on conflict (merchant_id, subject_id) do update set last_seq = s.last_seq + excluded.last_seq
      returning subject_id, last_seq
    ), new_event as (
      select r.*, t.last_seq - r.behind as seq
        from ${unnestRows(rows.toReversed(), eventColumns)} join taken t on t.subject_id = r.subject_id
    ), delivered as (
      insert into platform.delivery (merchant_id, event_id, subject_id, seq, due_at)
      select ${work.merchantId}, id, subject_id, seq, at from new_event where is_heard
    )
    insert into platform.event (merchant_id, id, type, subject_kind, subject_id, seq, at, actor, data)
    select ${work.merchantId}, id, type, subject_kind, subject_id, seq, at, actor, data from new_event`)
}

type TellingRow = OpenWork['events'][number] & {
  /** How many of its subject's events stand behind it in the batch. */
  behind: number
  isHeard: boolean
}

const eventColumns: Columns<TellingRow> = {
  id: ['uuid', ({ id }) => id],
  type: ['text', ({ event }) => event.type],
  subject_kind: ['text', ({ event }) => event.subject.kind],
  subject_id: ['uuid', ({ event }) => event.subject.id],
  behind: ['bigint', ({ behind }) => behind],
  at: ['timestamptz', ({ at }) => at],
  actor: ['jsonb', ({ actor }) => JSON.stringify(actorRecord(actor))],
  data: ['jsonb', ({ event }) => JSON.stringify(event.data)],
  is_heard: ['boolean', ({ isHeard }) => isHeard],
}

/** How many events each of these subjects has had; absent for none. The number tells whether something happened since. */
export async function readEventCounts(work: Work, subjectIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await work.send<{ subjectId: string; lastSeq: number }>(sql`
    select subject_id, last_seq from platform.subject_seq
     where merchant_id = ${work.merchantId} and subject_id in (select unnest(${[...subjectIds]}::uuid[]))`)
  return new Map(rows.map(({ subjectId, lastSeq }) => [subjectId, lastSeq]))
}

/** Appends the queued audit lines to `audit.entry` in one statement. */
export async function writeAudits(work: OpenWork): Promise<void> {
  await work.send(sql`
    insert into audit.entry (merchant_id, id, action, subject_kind, subject_id, changes, reason, approved_by, at, actor_id, actor, ip)
    select ${work.merchantId}, r.* from ${unnestRows(work.audits, auditColumns)}`)
}

// In the order of the statement. Lines of one instant stand in the order in which they were told: so do their ids.
const auditColumns: Columns<OpenWork['audits'][number]> = {
  id: ['uuid', ({ at }) => newId(at.getTime())],
  action: ['text', ({ entry }) => entry.action],
  subject_kind: ['text', ({ entry }) => entry.subject.kind],
  subject_id: ['uuid', ({ entry }) => entry.subject.id],
  changes: ['jsonb', ({ entry }) => JSON.stringify(entry.changes ?? {})],
  reason: ['text', ({ entry }) => entry.reason],
  approved_by: ['uuid', ({ entry }) => entry.approvedBy],
  at: ['timestamptz', ({ at }) => at],
  actor_id: ['uuid', ({ actor }) => actorId(actor)],
  actor: ['jsonb', ({ actor }) => JSON.stringify(actorRecord(actor))],
  ip: ['text', ({ actor }) => ('ip' in actor ? actor.ip : null)],
}
