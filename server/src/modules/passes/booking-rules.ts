import { refuse, type Refusal } from '#shared/refusal.ts'

/** How far ahead members ask for a time; who has early access asks that many hours further ahead. */
export const bookingDaysAhead = 30

/** How many bookings of one member may be open: nobody fills the shop's book alone. */
export const mostOpenBookings = 10

/** How a booking ended; `missed`: nobody came, and the visit counts. */
export type SettledAs =
  | 'consumed'
  | 'missed'
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
