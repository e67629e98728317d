import { holdStore } from '#modules/shops/store-facts.ts'
import { actorId, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { addDays, businessDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { readLastClosedDay } from './day-queries.ts'
import { tillOf } from './lock-shifts.ts'
import { shiftPolicyOf } from './shift-policy.ts'
import { insertShift, readLastShift, type ShiftRow } from './shift-queries.ts'

/** A hand-over that nobody has taken yet: the till waits for whom it names. */
export function isAwaited(last: ShiftRow | undefined): last is ShiftRow & { handedTo: string } {
  return last !== undefined && last.closedAt !== null && last.handedTo !== null
}

/**
 * Opens the till that the actor stands at, with the float that they counted. After a hand-over only the person named opens it
 * (or who may rescue shifts). What the shift before left is what should be there; another sum needs a note.
 *
 * The shift's business day is the first that is not closed: money taken after the day's close counts to the next. Locks the
 * store, so that a day cannot close while a shift of it opens.
 */
export async function openShift(
  work: Work,
  input: { shiftId: string; storeId: string; openingCents: number; note?: string | undefined },
) {
  const { shiftId, storeId, openingCents, note } = input
  const { deviceId } = tillOf(work, storeId)
  const cashierId = actorId(work.actor)
  if (deviceId === null || cashierId === null) throw new Refused('device_needed')
  const store = await holdStore(work, storeId)
  const [last, closedDay, policy] = await Promise.all([
    readLastShift(work, { storeId, deviceId }),
    readLastClosedDay(work, storeId),
    shiftPolicyOf(work, storeId),
  ])
  if (last && !last.closedAt) throw new Refused('shift_already_open')
  if (isAwaited(last) && last.handedTo !== cashierId && !actorMay(work.actor, 'shift.rescue')) {
    throw new Refused('shift_handed_to_other')
  }
  const expectedCents = last?.leftCents ?? null
  const varianceCents = expectedCents === null ? 0 : openingCents - expectedCents
  if (Math.abs(varianceCents) > policy.noteAboveCents && !note)
    throw new Refused('shift_note_needed', { varianceCents })

  const today = businessDay(work.at, store.timeZone, store.cutoffHour)
  const shift = {
    id: shiftId,
    storeId,
    deviceId,
    businessDay: closedDay !== null && closedDay >= today ? addDays(closedDay, 1) : today,
    cashierId,
    openingCents,
    openingExpectedCents: expectedCents,
    openingNote: note ?? null,
    handedFrom: isAwaited(last) ? last.id : null,
  }
  if (!(await insertShift(work, shift))) throw new Refused('shift_already_open')
  work.emit({
    type: 'shift.opened',
    subject: { kind: 'shift', id: shiftId },
    data: { shiftId, storeId, deviceId, businessDay: shift.businessDay, openingCents, handedFrom: shift.handedFrom },
  })
  work.audit({
    action: 'shift.open',
    subject: { kind: 'shift', id: shiftId },
    changes: { openingCents: [expectedCents, openingCents] },
    ...(note ? { reason: note } : {}),
  })
  return { shiftId, businessDay: shift.businessDay }
}
