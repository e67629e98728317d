import { memberNames } from '#modules/members/member-names.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import type { BookingPage, MyBookingList } from './booking-contract.ts'
import { readBookingsOf } from './booking-queries.ts'
import { bookingState, bookingTermsOf, freeUntil, isLateToCallOff, lastBookableAt } from './booking-rules.ts'
import { earlyHoursOf } from './early-access.ts'
import { type HeldPass, readHeldPasses } from './held-passes.ts'
import { passPrivileges } from './pass-privileges.ts'
import { readPasses, readPassIdsOf } from './pass-queries.ts'
import { type Pass, stateOf } from './pass-rules.ts'
import type { PlanTerms } from './plan-types.ts'
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

/** Bookings as staff see them: whose, and who comes before others. */
export async function bookingRows(work: Work, holds: readonly HoldRow[]): Promise<Row[]> {
  const memberIds = [...new Set(holds.map(({ memberId }) => memberId))]
  const [passes, names, privileges] = await Promise.all([
    readPasses(work, [...new Set(holds.map(({ passId }) => passId))]),
    memberNames(work, memberIds),
    passPrivileges(work, memberIds),
  ])
  return holds.map((hold) => ({
    ...bookingOf(hold, passes),
    memberId: hold.memberId,
    memberName: names.get(hold.memberId) ?? '',
    priority: privileges.get(hold.memberId)?.priority ?? 0,
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
