import { sql } from 'kysely'
import { refuse, type Refusal } from '#shared/refusal.ts'
import type { Work } from './work.ts'

/** Lets a stopped or waiting line go on at once, with a full set of tries. For after the cause was mended. */
export async function resumeLine(
  work: Work,
  { subjectId, subscriber }: { subjectId: string; subscriber: string },
): Promise<void | Refusal<'delivery_line_not_found'>> {
  const resumed = await work.send(sql`
    update platform.delivery_failure set attempts = 0, next_at = ${work.at}, stopped_at = null
     where merchant_id = ${work.merchantId} and subject_id = ${subjectId} and subscriber = ${subscriber}
    returning 1`)
  if (resumed.length === 0) return refuse('delivery_line_not_found')
  work.audit({
    action: 'outbox.resume',
    subject: { kind: 'delivery_line', id: subjectId },
    changes: { subscriber: [null, subscriber] },
  })
}

/**
 * Gives up the event at the head of a subscriber's line, which then goes on with the next. The event is named by the person
 * who gives it up: a line that moved on meanwhile is refused, so that nobody skips what they have not seen.
 */
export async function skipEvent(
  work: Work,
  {
    subjectId,
    subscriber,
    eventId,
    reason,
  }: { subjectId: string; subscriber: string; eventId: string; reason: string },
): Promise<void | Refusal<'delivery_line_not_found'>> {
  const [skipped] = await work.send<{ eventId: string }>(sql`
    delete from platform.delivery_failure
     where merchant_id = ${work.merchantId} and subject_id = ${subjectId} and subscriber = ${subscriber}
       and event_id = ${eventId}
    returning event_id`)
  if (!skipped) return refuse('delivery_line_not_found')
  await work.send(sql`
    update platform.delivery set done = done || ${subscriber}::text
     where merchant_id = ${work.merchantId} and event_id = ${skipped.eventId}`)
  work.audit({
    action: 'outbox.skip',
    subject: { kind: 'event', id: skipped.eventId },
    changes: { subscriber: [null, subscriber] },
    reason,
  })
}
