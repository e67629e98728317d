import { memberNames } from '#modules/members/member-names.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { BookingPage, MyBookingList } from './booking-contract.ts'
import { readBookingsOf } from './booking-queries.ts'
import { bookingState, lastBookableAt } from './booking-rules.ts'
import { type HeldPass, readHeldPasses } from './held-passes.ts'
import { passPrivileges } from './pass-privileges.ts'
import { readPasses, readPassIdsOf } from './pass-queries.ts'
import { type Pass, stateOf } from './pass-rules.ts'
import { todayOf } from './today.ts'
import type { HoldRow } from './use-queries.ts'

type Mine = Static<typeof MyBookingList>
type Row = Static<typeof BookingPage>['items'][number]

const mostShown = 50

/** A member's own bookings, latest first, and the parts of their passes for which they can ask for another. Locks nothing. */
export async function bookingsOf(work: Work, memberId: string): Promise<Mine> {
  const [holds, ids, privileges] = await Promise.all([
    readBookingsOf(work, memberId, mostShown),
    todayOf(work).then((since) => readPassIdsOf(work, [memberId], { since })),
    passPrivileges(work, [memberId]),
  ])
  const [passes, held] = await Promise.all([
    readPasses(work, [...new Set(holds.map(({ passId }) => passId))]),
    readHeldPasses(work, ids),
  ])
  return {
    items: holds.map((hold) => ({
      ...bookingOf(hold, passes),
      canCallOff: !hold.settledAt && hold.startsAt > work.at,
    })),
    bookable: held.flatMap(bookableOf),
    untilAt: lastBookableAt(work.at, privileges.get(memberId)?.earlyHours ?? 0).toISOString(),
  }
}

/** What is left of a pass that goes on; whether a day suits is decided for the day that is asked for. */
function bookableOf({ pass, today, left }: HeldPass): Mine['bookable'] {
  const state = stateOf(pass, today)
  if (state === 'ended' || state === 'expired') return []
  const { id: passId, name: passName, endsDay } = pass
  return pass.terms.components
    .map((component) => ({ passId, passName, endsDay, leftUnits: left.get(component.id) ?? null, component }))
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
