import { sql } from 'kysely'
import { actorId, actorRecord } from './actor.ts'
import type { OpenWork, Work } from './work.ts'

/**
 * Appends the queued events, and deliveries of those that somebody hears, set-wise, in one statement.
 *
 * Takes the last sequence numbers of the subjects, in key order, and keeps them locked until the commit: so the order of
 * one subject's events is the order of its commits.
 */
export async function writeEvents(work: OpenWork): Promise<void> {
  const perSubject = new Map<string, number>()
  const rows = work.events.map(({ event, id, at, actor }) => {
    const place = (perSubject.get(event.subject.id) ?? 0) + 1
    perSubject.set(event.subject.id, place)
    return {
      id,
      type: event.type,
      subject_kind: event.subject.kind,
      subject_id: event.subject.id,
      place,
      at: at.toISOString(),
      actor: actorRecord(actor),
      data: event.data,
      is_heard: work.connection.isHeard(event.type),
    }
  })
  const counts = [...perSubject].map(([subject_id, count]) => ({ subject_id, count }))
  await work.send(sql`
    with taken as (
      insert into platform.subject_seq as s (merchant_id, subject_id, last_seq)
      select ${work.merchantId}, c.subject_id, c.count
        from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as c(subject_id uuid, count bigint)
       order by c.subject_id
      on conflict (merchant_id, subject_id) do update set last_seq = s.last_seq + excluded.last_seq
      returning subject_id, last_seq
    ), new_event as (
      select e.*, t.last_seq - c.count + e.place as seq
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
               as e(id uuid, type text, subject_kind text, subject_id uuid, place bigint, at timestamptz, actor jsonb, data jsonb,
                    is_heard boolean)
        join taken t on t.subject_id = e.subject_id
        join jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as c(subject_id uuid, count bigint) on c.subject_id = e.subject_id
    ), delivered as (
      insert into platform.delivery (merchant_id, event_id, subject_id, seq, due_at)
      select ${work.merchantId}, id, subject_id, seq, at from new_event where is_heard
    )
    insert into platform.event (merchant_id, id, type, subject_kind, subject_id, seq, at, actor, data)
    select ${work.merchantId}, id, type, subject_kind, subject_id, seq, at, actor, data from new_event`)
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
  const rows = work.audits.map(({ entry, at, actor }) => ({
    action: entry.action,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    changes: entry.changes ?? {},
    reason: entry.reason ?? null,
    approved_by: entry.approvedBy ?? null,
    at: at.toISOString(),
    actor_id: actorId(actor),
    actor: actorRecord(actor),
    ip: 'ip' in actor ? actor.ip : null,
  }))
  await work.send(sql`
    insert into audit.entry (merchant_id, id, action, subject_kind, subject_id, changes, reason, approved_by, at, actor_id, actor, ip)
    select ${work.merchantId}, gen_random_uuid(), action, subject_kind, subject_id, changes, reason, approved_by, at, actor_id, actor, ip
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             as a(action text, subject_kind text, subject_id uuid, changes jsonb, reason text, approved_by uuid,
                  at timestamptz, actor_id uuid, actor jsonb, ip text)`)
}
