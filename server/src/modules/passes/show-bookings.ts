import { memberNames } from '#modules/members/member-names.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import type { BookingPage, MyBookingList } from './booking-contract.ts'
import { type BookingFilter, readBookingsOf, readOpenFrom } from './booking-queries.ts'
import { bookingState, bookingTermsOf, freeUntil, isLateToCallOff, lastBookableAt } from './booking-rules.ts'
import { earlyHoursOf } from './early-access.ts'
import { type HeldPass, readHeldPasses } from './held-passes.ts'
import { readPasses, readPassIdsOf } from './pass-queries.ts'
import { type Pass, stateOf } from './pass-rules.ts'
import type { PlanTerms } from './plan-types.ts'
import { priorityOf } from './priority.ts'
import { todayOf } from './today.ts'
import type { HoldRow } from './use-queries.ts'

type Mine = Static<typeof MyBookingList>
type Row = Static<typeof BookingPage>['items'][number]

const mostShown = 50

/** A member's own bookings, latest first, and the parts of their passes for which they can ask for another. Locks nothing. */
export async function bookingsOf(work: Work, memberId: string): Promise<Mine> {
  const [holds, ids, early] = await Promise.all([
    readBookingsOf(work, memberId, mostShown),
    todayOf(work).then((since) => readPassIdsOf(work, [memberId], { since })),
    earlyHoursOf(work, [memberId]),
  ])
  const [passes, held] = await Promise.all([
    readPasses(work, [...new Set(holds.map(({ passId }) => passId))]),
    readHeldPasses(work, ids),
  ])
  return {
    items: holds.map((hold) => {
      const terms = passes.find(({ id }) => id === hold.passId)?.terms ?? {}
      const isOpen = !hold.settledAt && hold.startsAt > work.at
      return {
        ...bookingOf(hold, passes),
        canCallOff: isOpen,
        freeUntilAt: isOpen ? freeUntil(hold.startsAt, terms).toISOString() : null,
        isLate: isOpen && isLateToCallOff(hold, terms, work.at),
      }
    }),
    bookable: held.flatMap(bookableOf),
    untilAt: lastBookableAt(work.at, early.get(memberId) ?? 0).toISOString(),
  }
}

/** What is left of a pass that goes on; whether a day suits is decided for the day that is asked for. */
function bookableOf({ pass, today, left }: HeldPass): Mine['bookable'] {
  const state = stateOf(pass, today)
  if (state === 'ended' || state === 'expired') return []
  const { id: passId, name: passName, endsDay } = pass
  return pass.terms.components
    .map((component) => ({
      ...{ passId, passName, endsDay, leftUnits: left.get(component.id) ?? null, component },
      booking: pass.terms.booking ?? null,
    }))
    .filter(({ leftUnits }) => leftUnits === null || leftUnits > 0)
}

export type RankedHold = HoldRow & { priority: number }

/** After which booking a page of open ones goes on. */
export type AfterOpen = readonly [startsAt: string, priority: number, heldAt: string, id: string]

/**
 * A page of open bookings, the soonest first; where several wait for one time, who comes before others by a pass or their level, then who
 * asked first. Locks nothing.
 */
export async function openBookings(
  work: Work,
  filter: BookingFilter,
  after: AfterOpen | null,
  limit: number,
): Promise<RankedHold[]> {
  const ranked = await rankedHolds(work, await readOpenFrom(work, filter, after?.[0] ?? null, limit))
  const sorted = ranked.toSorted((a, b) => beforeOther(placeOf(a), placeOf(b)))
  return sorted.filter((hold) => after === null || beforeOther(after, placeOf(hold)) < 0).slice(0, limit)
}

/** Bookings with who comes before others. */
export async function rankedHolds(work: Work, holds: readonly HoldRow[]): Promise<RankedHold[]> {
  const priorities = await priorityOf(
    work,
    holds.map(({ memberId }) => memberId),
  )
  return holds.map((hold) => ({ ...hold, priority: priorities.get(hold.memberId) ?? 0 }))
}

/** Where an open booking stands among others. */
export function placeOf({ startsAt, priority, heldAt, bookingId }: RankedHold): AfterOpen {
  return [startsAt.toISOString(), priority, heldAt.toISOString(), bookingId]
}

function beforeOther(a: AfterOpen, b: AfterOpen): number {
  const texts = (one: string, other: string) => (one < other ? -1 : Number(one > other))
  return texts(a[0], b[0]) || b[1] - a[1] || texts(a[2], b[2]) || texts(a[3], b[3])
}

/** Bookings as staff see them: whose, and who comes before others. */
export async function bookingRows(work: Work, holds: readonly RankedHold[]): Promise<Row[]> {
  const memberIds = [...new Set(holds.map(({ memberId }) => memberId))]
  const [passes, names] = await Promise.all([
    readPasses(work, [...new Set(holds.map(({ passId }) => passId))]),
    memberNames(work, memberIds),
  ])
  return holds.map((hold) => ({
    ...bookingOf(hold, passes),
    memberId: hold.memberId,
    memberName: names.get(hold.memberId) ?? '',
    priority: hold.priority,
    askedAt: hold.heldAt.toISOString(),
    hasBegun: hold.startsAt <= work.at,
    ...settlingOf(hold, passes, work.at),
  }))
}

function bookingOf(hold: HoldRow, passes: readonly Pass[]) {
  const { bookingId: id, passId, staffGrade, units, day, startsAt, storeId } = hold
  const pass = passes.find((each) => each.id === passId)
  const component = pass?.terms.components.find((each) => each.id === hold.componentId)
  return {
    ...{ id, passId, staffGrade, units, day, storeId },
    ...{ passName: pass?.name ?? '', componentName: component?.name ?? '' },
    startsAt: startsAt.toISOString(),
    state: bookingState(hold),
  }
}

/** What staff may do with an open booking, and what it does to the visit. */
function settlingOf(hold: HoldRow, passes: readonly Pass[], at: Date) {
  const pass = passes.find(({ id }) => id === hold.passId)
  const terms: Pick<PlanTerms, 'booking'> = pass?.terms ?? {}
  return {
    mayHaveCome: pass !== undefined && localDay(at, pass.zone) >= hold.day,
    isLate: hold.startsAt > at && isLateToCallOff(hold, terms, at),
    absence: terms.booking ? bookingTermsOf(terms).absence : null,
  }
}
