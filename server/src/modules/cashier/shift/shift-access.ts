import { actorId, actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readShift, type ShiftRow } from './shift-queries.ts'
import { tillOf } from './lock-shifts.ts'

type Place = Pick<ShiftRow, 'storeId' | 'deviceId' | 'cashierId'>

/** At the till itself, or one's own: what a cashier deals with. Anybody else needs the right to look over shifts. */
function isOwn(work: Work, shift: Place): boolean {
  return tillOf(work, shift.storeId).deviceId === shift.deviceId || actorId(work.actor) === shift.cashierId
}

/** A shift that the actor may look at. One that does not exist, or lies in a store of others, is not found. */
export async function visibleShift(work: Work, shiftId: string): Promise<ShiftRow> {
  const shift = await readShift(work, shiftId)
  if (!shift || refuseForeignStore(work.actor, shift.storeId)) throw new Refused('shift_not_found')
  if (!isOwn(work, shift) && !actorMay(work.actor, 'shift.report')) throw new Refused('not_allowed')
  return shift
}

/**
 * An open shift, held until the commit, that the actor may act on: at its till, or with the right to rescue shifts of tills
 * elsewhere. `'whole'` keeps money out of it meanwhile.
 */
export async function heldShift(work: Work, shiftId: string, lock: 'share' | 'whole'): Promise<ShiftRow> {
  const shift = await readShift(work, shiftId, lock)
  if (!shift) throw new Refused('shift_not_found')
  accept(refuseForeignStore(work.actor, shift.storeId))
  if (shift.closedAt) throw new Refused('shift_closed')
  const isHere = tillOf(work, shift.storeId).deviceId === shift.deviceId
  if (!isHere && !actorMay(work.actor, 'shift.rescue')) throw new Refused('shift_elsewhere')
  return shift
}
