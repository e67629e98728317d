import type { DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { settleAbsence } from './book-time.ts'
import { nextUnsettledAt, readUnsettled, settleBookingsKind, type UnsettledBooking } from './booking-queries.ts'
import { settledAfterMs } from './booking-rules.ts'
import { releaseHold } from './hold-pass.ts'

const perRound = 100

/**
 * Settles what nobody settled (R25). A time that the shop never said yes to is over once it has begun: the visit is given back, as when
 * the shop calls it off. One that it did say yes to goes by its plan two days later; where the plan says nothing it waits for staff.
 */
export const bookingSweep: DueSweep = {
  kind: settleBookingsKind,
  async run(work) {
    const due = await readUnsettled(work, settledAfterMs, perRound)
    let settled = 0
    for (const booking of due) settled += (await settle(work, booking)) ? 1 : 0
    return settled === perRound ? work.at : nextUnsettledAt(work, settledAfterMs)
  },
}

/** False: what happened to its pass does not let it, before anything was written; it stays in the list for a person. */
async function settle(work: Work, { bookingId, isConfirmed }: UnsettledBooking): Promise<boolean> {
  try {
    await (isConfirmed
      ? settleAbsence(work, { bookingId, useId: newId(work.at.getTime()) })
      : releaseHold(work, { bookingId, by: 'shop' }))
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}
