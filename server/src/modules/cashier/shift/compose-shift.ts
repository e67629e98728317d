import { tillNames } from '#modules/identity/till-names.ts'
import { userNames } from '#modules/identity/user-names.ts'
import type { PrintDocument } from '#modules/printing/document-types.ts'
import { readSlipHead } from '#modules/printing/slip-head.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { dayPaper } from './day-paper-rules.ts'
import { readDayClose } from './day-queries.ts'
import { type MovementRow, readCounts } from './drawer-queries.ts'
import { movementPaper } from './movement-paper-rules.ts'
import { visibleShift } from './shift-access.ts'
import { shiftPaper } from './shift-paper-rules.ts'
import type { ShiftRow } from './shift-queries.ts'
import { showDayClose, showReport } from './shift-views.ts'
import { readZReports } from './z-queries.ts'

/** A paper of a till, and whose it is. `subject` is what a second one would be a copy of; null: each is its own. */
export type TillPaper = {
  storeId: string
  subject: { kind: string; id: string } | null
  compose(facts: { isCopy: boolean }): PrintDocument
}

/**
 * The report of a shift: X while it is open, as it stands at this moment, Z once it is closed.
 * Refuses, as the screen does, an unknown shift, one of others, and an open one whose cashier counts blind.
 */
export async function composeShift(work: Work, shiftId: string): Promise<TillPaper> {
  const shift = await visibleShift(work, shiftId)
  const { at, figures } = await showReport(work, shift)
  const [head, tills, reports, counts] = await Promise.all([
    readSlipHead(work, shift),
    tillNames(work, [shift.deviceId]),
    readZReports(work, [shiftId]),
    readCounts(work, shiftId),
  ])
  const report = reports.get(shiftId)
  const printed = {
    number: report?.number ?? null,
    at: new Date(at),
    tillName: tills.get(shift.deviceId) ?? '',
    businessDay: shift.businessDay,
    openedAt: shift.openedAt,
    closedAt: shift.closedAt,
    leftCents: shift.leftCents,
    figures,
    count: counts.find(({ id }) => id === report?.countId) ?? null,
    note: report?.note ?? null,
  }
  return {
    storeId: shift.storeId,
    subject: report ? { kind: 'shift', id: shiftId } : null,
    compose: ({ isCopy }) => shiftPaper(printed, { ...head, isCopy }),
  }
}

/** The report of a closed day over its shifts. Refuses one that does not exist or lies in a store of others. */
export async function composeDay(work: Work, dayCloseId: string): Promise<TillPaper> {
  const close = await readDayClose(work, dayCloseId)
  if (!close || refuseForeignStore(work.actor, close.storeId)) throw new Refused('day_close_not_found')
  const { storeId, closedBy } = close
  const [head, day] = await Promise.all([
    readSlipHead(work, { storeId, cashierId: closedBy }),
    showDayClose(work, close),
  ])
  return {
    storeId,
    subject: { kind: 'day_close', id: dayCloseId },
    compose: ({ isCopy }) => dayPaper(day, { ...head, isCopy }),
  }
}

/** The slip of a movement, to be signed and put into the drawer; of a drawer opened for nothing the pulse alone. */
export async function composeMovement(
  work: Work,
  shift: ShiftRow,
  movement: Omit<MovementRow, 'at'>,
): Promise<TillPaper> {
  const { storeId, deviceId } = shift
  const [head, tills, users] = await Promise.all([
    readSlipHead(work, { storeId, cashierId: movement.authorId }),
    tillNames(work, [deviceId]),
    userNames(work, [shift.cashierId]),
  ])
  const printed = {
    ...movement,
    at: work.at,
    tillName: tills.get(deviceId) ?? '',
    shiftOf: users.get(shift.cashierId) ?? null,
  }
  return {
    storeId,
    subject: { kind: 'drawer_movement', id: movement.id },
    compose: ({ isCopy }) => movementPaper(printed, { ...head, isCopy }),
  }
}
