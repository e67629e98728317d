import { sql } from 'kysely'
import type { DeliveredEvent } from './outbox.ts'
import type { Work } from './work.ts'

/** An event that somebody has not done yet. */
export type Delivery = DeliveredEvent & {
  dueAt: Date
  done: string[]
  /** Somebody has failed on its subject's line, and waits or stopped there. */
  hasFailed: boolean
}

/** A delivery as its subscriber sees it. */
export function toldOf({ dueAt: _dueAt, done: _done, hasFailed: _hasFailed, ...event }: Delivery): DeliveredEvent {
  return event
}

export type FailingLine = {
  subjectId: string
  subscriber: string
  eventId: string
  attempts: number
  firstFailedAt: Date
  nextAt: Date
  stoppedAt: Date | null
  lastError: string
}

const beforeAllSubjects = '00000000-0000-0000-0000-000000000000'

/** The first deliveries of the merchant after a subject, whole lines after each other in the order of the subject's events. */
export async function readDeliveries(work: Work, afterSubjectId: string | null, limit: number): Promise<Delivery[]> {
  return work.send<Delivery>(sql`
    select e.id, e.type, e.subject_kind, d.subject_id, d.seq, e.at, e.data, d.due_at, d.done,
           exists (select from platform.delivery_failure f
                    where f.merchant_id = d.merchant_id and f.subject_id = d.subject_id) as has_failed
      from platform.delivery d
      join platform.event e on e.merchant_id = d.merchant_id and e.id = d.event_id
     where d.merchant_id = ${work.merchantId}
       and d.subject_id > ${afterSubjectId ?? beforeAllSubjects}::uuid
     order by d.subject_id, d.seq
     limit ${limit}`)
}

/** Lines on which a subscriber failed, of these subjects or of all: waiting for the next try, or stopped. */
export async function readFailingLines(work: Work, subjectIds?: readonly string[]): Promise<FailingLine[]> {
  return work.send<FailingLine>(sql`
    select subject_id, subscriber, event_id, attempts, first_failed_at, next_at, stopped_at, last_error
      from platform.delivery_failure
     where merchant_id = ${work.merchantId}
       and (${subjectIds ?? null}::uuid[] is null or subject_id = any(${subjectIds ?? null}::uuid[]))
     order by first_failed_at, subject_id, subscriber
     limit 1000`)
}

/** A failing line as people look at it: the event at its head, and how many more wait behind it for this subscriber. */
export type FailingLineView = FailingLine & { eventType: string; subjectKind: string; eventAt: Date; waiting: number }

/**
 * One page of failing lines, stopped ones first, then by age. `hearing` says which event types each subscriber takes; of one
 * that is not listed (its code is gone) every event behind counts as waiting.
 */
export async function readFailingPage(
  work: Work,
  hearing: readonly { subscriber: string; types: readonly string[] }[],
  {
    after,
    limit,
  }: { after: { isStopped: boolean; at: string; subjectId: string; subscriber: string } | null; limit: number },
): Promise<FailingLineView[]> {
  const { merchantId } = work
  const { isStopped = null, at = null, subjectId = null, subscriber = null } = after ?? {}
  return work.send<FailingLineView>(sql`
    with page as (
      select f.subject_id, f.subscriber, f.event_id, f.attempts, f.first_failed_at, f.next_at, f.stopped_at, f.last_error,
             e.type as event_type, e.subject_kind, e.at as event_at, e.seq
        from platform.delivery_failure f
        join platform.event e on e.merchant_id = f.merchant_id and e.id = f.event_id
       where f.merchant_id = ${merchantId}
         and (${at}::timestamptz is null
              or (f.stopped_at is null, f.first_failed_at, f.subject_id, f.subscriber)
                 > (not ${isStopped}::boolean, ${at}::timestamptz, ${subjectId}::uuid, ${subscriber}::text))
       order by f.stopped_at is null, f.first_failed_at, f.subject_id, f.subscriber
       limit ${limit}
    )
    select p.subject_id, p.subscriber, p.event_id, p.attempts, p.first_failed_at, p.next_at, p.stopped_at, p.last_error,
           p.event_type, p.subject_kind, p.event_at, w.waiting
      from page p
      cross join lateral (
        select count(*) as waiting
          from platform.delivery d
          join platform.event e on e.merchant_id = d.merchant_id and e.id = d.event_id
          left join jsonb_to_recordset(${JSON.stringify(hearing)}::jsonb) as h(subscriber text, types jsonb)
                 on h.subscriber = p.subscriber
         where d.merchant_id = ${merchantId} and d.subject_id = p.subject_id and d.seq > p.seq
           and not (p.subscriber = any(d.done))
           and (h.types is null or h.types ?| array[e.type, '*'])
      ) w
     order by p.stopped_at is null, p.first_failed_at, p.subject_id, p.subscriber`)
}

/** Locks one delivery for the transaction. Null when another process holds it, or it is done. */
export async function lockDelivery(work: Work, eventId: string): Promise<{ done: string[] } | null> {
  const [row] = await work.send<{ done: string[] }>(sql`
    select done from platform.delivery
     where merchant_id = ${work.merchantId} and event_id = ${eventId}
       for update skip locked`)
  return row ?? null
}

/** Locks deliveries for the transaction. Those that another process holds, or that everybody is done with, are absent. */
export async function lockDeliveries(work: Work, eventIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await work.send<{ eventId: string; done: string[] }>(sql`
    select event_id, done from platform.delivery
     where merchant_id = ${work.merchantId} and event_id = any(${eventIds}::uuid[])
       for update skip locked`)
  return new Map(rows.map(({ eventId, done }) => [eventId, done]))
}

/** `writeDone` for many events, each taken by all of these subscribers that hear it: `isLast` where nobody is left to. */
export async function writeAllDone(
  work: Work,
  subscribers: readonly string[],
  events: readonly { eventId: string; subjectId: string; isLast: boolean }[],
): Promise<void> {
  if (events.length === 0) return
  const last = events.filter(({ isLast }) => isLast).map(({ eventId }) => eventId)
  const others = events.filter(({ isLast }) => !isLast).map(({ eventId }) => eventId)
  const subjectIds = [...new Set(events.map(({ subjectId }) => subjectId))]
  await Promise.all([
    last.length === 0 ? null : deleteDeliveries(work, last),
    others.length === 0
      ? null
      : work.send(sql`
          update platform.delivery set done = done || ${[...subscribers]}::text[]
           where merchant_id = ${work.merchantId} and event_id = any(${others}::uuid[])`),
    work.send(sql`
      delete from platform.delivery_failure
       where merchant_id = ${work.merchantId} and subject_id = any(${subjectIds}::uuid[])
         and subscriber = any(${[...subscribers]}::text[])`),
  ])
}

/** Notes that a subscriber is done with an event; the delivery goes with the last of them. Clears its failure. */
export async function writeDone(
  work: Work,
  {
    eventId,
    subjectId,
    subscriber,
    isLast,
  }: { eventId: string; subjectId: string; subscriber: string; isLast: boolean },
): Promise<void> {
  await Promise.all([
    work.send(
      isLast
        ? sql`delete from platform.delivery where merchant_id = ${work.merchantId} and event_id = ${eventId}`
        : sql`update platform.delivery set done = done || ${subscriber}::text
               where merchant_id = ${work.merchantId} and event_id = ${eventId}`,
    ),
    work.send(sql`
      delete from platform.delivery_failure
       where merchant_id = ${work.merchantId} and subject_id = ${subjectId} and subscriber = ${subscriber}`),
  ])
}

/** Deletes deliveries that nobody hears, or that everybody is done with. */
export async function deleteDeliveries(work: Work, eventIds: readonly string[]): Promise<void> {
  await work.send(sql`
    delete from platform.delivery where merchant_id = ${work.merchantId} and event_id = any(${eventIds}::uuid[])`)
}

/** Counts a failed try of a subscriber's line; another event at its head begins a new count. Returns the tries so far. */
export async function countFailure(
  work: Work,
  failure: { eventId: string; subjectId: string; subscriber: string; error: string },
): Promise<number> {
  const [row] = await work.send<{ attempts: number }>(sql`
    insert into platform.delivery_failure as f
           (merchant_id, subject_id, subscriber, event_id, attempts, first_failed_at, next_at, last_error)
    values (${work.merchantId}, ${failure.subjectId}, ${failure.subscriber}, ${failure.eventId}, 1, ${work.at}, ${work.at},
            ${failure.error})
    on conflict (merchant_id, subject_id, subscriber) do update
       set attempts = case when f.event_id = excluded.event_id then f.attempts + 1 else 1 end,
           first_failed_at = case when f.event_id = excluded.event_id then f.first_failed_at else excluded.first_failed_at end,
           event_id = excluded.event_id, last_error = excluded.last_error
    returning attempts`)
  return row!.attempts
}

/** Says when the line is tried again, or that it stopped. */
export async function writeNextTry(
  work: Work,
  {
    subjectId,
    subscriber,
    nextAt,
    isStopped,
  }: { subjectId: string; subscriber: string; nextAt: Date; isStopped: boolean },
): Promise<void> {
  await work.send(sql`
    update platform.delivery_failure
       set next_at = ${nextAt}, stopped_at = ${isStopped ? work.at : null}
     where merchant_id = ${work.merchantId} and subject_id = ${subjectId} and subscriber = ${subscriber}`)
}
