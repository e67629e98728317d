import { refuse, type Refusal } from '#shared/refusal.ts'
import type { BookingTerms, PlanTerms } from './plan-types.ts'

/** How far ahead members ask for a time; who has early access asks that many hours further ahead. */
export const bookingDaysAhead = 30

/** How many bookings of one member may be open: nobody fills the shop's book alone. */
export const mostOpenBookings = 10

/**
 * How a booking ended. `missed`: nobody came, and the visit counts; `late`: called off too late for nothing, so that it counts as well;
 * `released_absent`: nobody came, and the visit was given back.
 */
export type SettledAs =
  | 'consumed'
  | 'missed'
  | 'late'
  | 'released_absent'
  | 'released_by_member'
  | 'released_by_shop'
  | 'released_by_freeze'
  | 'released_by_end'

export type BookingState = 'asked' | 'confirmed' | SettledAs

/** Where a booking stands: settled as it was, else waiting for the shop's yes or agreed on. */
export function bookingState(hold: { confirmedAt: Date | null; settledAs: SettledAs | null }): BookingState {
  return hold.settledAs ?? (hold.confirmedAt ? 'confirmed' : 'asked')
}

/** The last moment for which a member may ask now. */
export function lastBookableAt(at: Date, earlyHours: number): Date {
  return new Date(at.getTime() + bookingDaysAhead * 86_400_000 + earlyHours * 3_600_000)
}

/** Why a member cannot ask for this time; undefined when they can. `open` are the bookings of theirs that nobody settled. */
export function refuseAsking(
  wish: { passId: string; componentId: string; startsAt: Date },
  { at, earlyHours, open }: { at: Date; earlyHours: number; open: readonly { startsAt: Date }[] },
): Refusal<'booking_too_far' | 'booking_too_many' | 'booking_same_time'> | undefined {
  const last = lastBookableAt(at, earlyHours)
  if (wish.startsAt > last) return refuse('booking_too_far', { untilAt: last.toISOString() })
  if (open.length >= mostOpenBookings) return refuse('booking_too_many', { most: mostOpenBookings })
  if (open.some(({ startsAt }) => startsAt.getTime() === wish.startsAt.getTime())) return refuse('booking_same_time')
  return undefined
}

/** What a plan says of bookings; one that says nothing lets a member call off until the last moment. */
export function bookingTermsOf({ booking }: Pick<PlanTerms, 'booking'>): BookingTerms {
  return booking ?? { freeHours: 0, absence: 'counts' }
}

/** The last moment at which calling off costs nothing. */
export function freeUntil(startsAt: Date, terms: Pick<PlanTerms, 'booking'>): Date {
  const { freeHours, absence } = bookingTermsOf(terms)
  return absence === 'returned' ? startsAt : new Date(startsAt.getTime() - freeHours * 3_600_000)
}

/** Whether the visit counts when a booking is called off at a moment. What the shop has not said yes to binds nobody. */
export function isLateToCallOff(
  hold: { startsAt: Date; confirmedAt: Date | null },
  terms: Pick<PlanTerms, 'booking'>,
  at: Date,
): boolean {
  return hold.confirmedAt !== null && at > freeUntil(hold.startsAt, terms)
}

/** So long staff may still say who came; then a plan's own rule settles what nobody settled. */
export const settledAfterMs = 48 * 3_600_000
