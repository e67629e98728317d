import { actorId, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readOpenBookingsOf, writeConfirmed } from './booking-queries.ts'
import { bookingTermsOf, freeUntil, isLateToCallOff, refuseAsking } from './booking-rules.ts'
import { earlyHoursOf } from './early-access.ts'
import { consumeHold, holdForBooking, lockHold, releaseHold } from './hold-pass.ts'
import { readHold } from './use-queries.ts'

export type AskedTime = {
  bookingId: string
  memberId: string
  passId: string
  componentId: string
  storeId: string
  staffGrade?: string | undefined
  startsAt: Date
}

/**
 * A member asks for a time: one visit of a pass of theirs, or of their family's, is kept for it at once (R25), so that the shop's yes
 * can be relied on. Early access, by a pass or a level, reaches further ahead. Locks what `holdForBooking` locks.
 */
export async function askForTime(work: Work, asked: AskedTime): Promise<{ bookingId: string; passId: string }> {
  const [early, open] = await Promise.all([
    earlyHoursOf(work, [asked.memberId]),
    readOpenBookingsOf(work, asked.memberId),
  ])
  const earlyHours = early.get(asked.memberId) ?? 0
  accept(refuseAsking(asked, { at: work.at, earlyHours, open }))
  return holdForBooking(work, { ...asked, isAsked: true })
}

/** The shop says yes to a time that a member asked for. Locks the pass and its accounts. */
export async function confirmBooking(work: Work, bookingId: string): Promise<{ bookingId: string; passId: string }> {
  const { hold, held } = await lockHold(work, bookingId)
  if (hold.confirmedAt) throw new Refused('booking_confirmed_before')
  if (hold.startsAt < work.at) throw new Refused('booking_in_past')
  await writeConfirmed(work, bookingId, actorId(work.actor))
  const { id: passId, planId } = held.pass
  const { storeId, startsAt } = hold
  work.emit({
    type: 'pass.booking_confirmed',
    subject: { kind: 'member', id: hold.memberId },
    data: { passId, planId, bookingId, storeId, startsAt: startsAt.toISOString() },
  })
  work.audit({
    action: 'passes.booking_confirm',
    subject: { kind: 'pass', id: passId },
    changes: { startsAt: [null, startsAt.toISOString()] },
  })
  return { bookingId, passId }
}

export type CalledOff = { bookingId: string; passId: string; extendedDays: number; counts: boolean }

type CallingOff = {
  bookingId: string
  /** The use that it becomes where the visit counts. */
  useId: string
  /** Who calls it off was told that the visit counts. */
  mayCount: boolean
  isForgiven?: boolean | undefined
}

/**
 * The member calls a booking off, until it begins; on the telephone staff do it for them. Later than the plan lets for nothing the visit
 * counts: refused as `booking_late` to who was not told so, and let off (`isForgiven`) by who may take uses back. Locks the pass.
 */
export async function callOff(
  work: Work,
  { bookingId, useId, mayCount, isForgiven = false }: CallingOff,
): Promise<CalledOff> {
  const { hold, held } = await lockHold(work, bookingId)
  if (hold.startsAt <= work.at) throw new Refused('booking_in_past')
  const { terms } = held.pass
  if (!isLateToCallOff(hold, terms, work.at)) {
    return { ...(await releaseHold(work, { bookingId, by: 'member' })), counts: false }
  }
  if (isForgiven) {
    mayForgive(work)
    noteForgiven(work, held.pass.id, bookingId)
    return { ...(await releaseHold(work, { bookingId, by: 'member' })), counts: false }
  }
  if (!mayCount) throw new Refused('booking_late', { freeUntilAt: freeUntil(hold.startsAt, terms).toISOString() })
  const { passId } = await consumeHold(work, { bookingId, useId, as: 'late' })
  work.audit({ action: 'passes.booking_missed', subject: { kind: 'pass', id: passId } })
  return { bookingId, passId, extendedDays: 0, counts: true }
}

/** A member calls their own booking off; another's answers as one that does not exist. */
export async function callOffOwn(
  work: Work,
  { memberId, ...given }: Omit<CallingOff, 'isForgiven'> & { memberId: string },
): Promise<CalledOff> {
  const hold = await readHold(work, given.bookingId)
  if (!hold || hold.memberId !== memberId) throw new Refused('booking_not_found')
  return callOff(work, given)
}

/**
 * Nobody came: the visit counts or is given back, as the plan says. Against a plan that counts it, it is given back by who may take uses
 * back; where the plan says nothing, by anybody at the counter. Refused before the booking has begun: somebody may still come.
 */
export async function settleAbsence(
  work: Work,
  { bookingId, useId, isForgiven = false }: { bookingId: string; useId: string; isForgiven?: boolean | undefined },
): Promise<{ bookingId: string; passId: string; counts: boolean }> {
  const { hold, held } = await lockHold(work, bookingId)
  if (hold.startsAt > work.at) throw new Refused('booking_not_begun')
  const { id: passId, terms } = held.pass
  const counts = bookingTermsOf(terms).absence === 'counts' && !isForgiven
  if (counts) {
    await consumeHold(work, { bookingId, useId, as: 'missed' })
    work.audit({ action: 'passes.booking_missed', subject: { kind: 'pass', id: passId } })
    return { bookingId, passId, counts }
  }
  if (terms.booking?.absence === 'counts') mayForgive(work)
  if (isForgiven) noteForgiven(work, passId, bookingId)
  await releaseHold(work, { bookingId, by: 'absence' })
  return { bookingId, passId, counts }
}

function mayForgive({ actor }: Work): void {
  if (!actorMay(actor, 'passes.undo')) throw new Refused('not_allowed', { permission: 'passes.undo' })
}

function noteForgiven(work: Work, passId: string, bookingId: string): void {
  work.audit({
    action: 'passes.booking_forgive',
    subject: { kind: 'pass', id: passId },
    changes: { bookingId: [null, bookingId] },
  })
}
