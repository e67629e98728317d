import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readOpenBookingsOf, writeConfirmed } from './booking-queries.ts'
import { refuseAsking } from './booking-rules.ts'
import { consumeHold, holdForBooking, lockHold, releaseHold } from './hold-pass.ts'
import { passPrivileges } from './pass-privileges.ts'
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
 * can be relied on. Early access (a benefit of passes) reaches further ahead. Locks what `holdForBooking` locks.
 */
export async function askForTime(work: Work, asked: AskedTime): Promise<{ bookingId: string; passId: string }> {
  const [privileges, open] = await Promise.all([
    passPrivileges(work, [asked.memberId]),
    readOpenBookingsOf(work, asked.memberId),
  ])
  const earlyHours = privileges.get(asked.memberId)?.earlyHours ?? 0
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

/** A member calls their own booking off, until it begins; another's answers as one that does not exist. */
export async function callOffOwn(
  work: Work,
  { bookingId, memberId }: { bookingId: string; memberId: string },
): Promise<{ bookingId: string; passId: string; extendedDays: number }> {
  const hold = await readHold(work, bookingId)
  if (!hold || hold.memberId !== memberId) throw new Refused('booking_not_found')
  if (hold.startsAt <= work.at && !hold.settledAt) throw new Refused('booking_in_past')
  return releaseHold(work, { bookingId, by: 'member' })
}

/** Nobody came, and the visit counts all the same. Refused before the booking has begun: somebody may still come. */
export async function countMissed(work: Work, given: { bookingId: string; useId: string }) {
  const hold = await readHold(work, given.bookingId)
  if (hold && !hold.settledAt && hold.startsAt > work.at) throw new Refused('booking_not_begun')
  const { useId, passId } = await consumeHold(work, { ...given, as: 'missed' })
  work.audit({ action: 'passes.booking_missed', subject: { kind: 'pass', id: passId } })
  return { useId, passId }
}
