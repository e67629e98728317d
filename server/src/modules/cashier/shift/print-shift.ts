import { tillNames } from '#modules/identity/till-names.ts'
import { print, type PrintTaken } from '#modules/printing/print.ts'
import { readSlipHead } from '#modules/printing/slip-head.ts'
import type { Work } from '#platform/work.ts'
import { readCounts } from './drawer-queries.ts'
import { visibleShift } from './shift-access.ts'
import { shiftPaper } from './shift-paper-rules.ts'
import { showReport } from './shift-views.ts'
import { readZReports } from './z-queries.ts'

/**
 * Puts the report of a shift in the line of a printer: X while it is open, as it stands at this moment, Z once it is closed.
 * Refuses, as the screen does, an unknown shift, one of others, and an open one whose cashier counts blind.
 */
export async function printShift(
  work: Work,
  { shiftId, jobId, printerId }: { shiftId: string; jobId: string; printerId?: string | undefined },
): Promise<PrintTaken> {
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
  return print(work, {
    ...{ jobId, printerId, storeId: shift.storeId },
    // Every X report is its own; a Z report printed twice says that it is a copy.
    subject: report ? { kind: 'shift', id: shiftId } : null,
    compose: ({ isCopy }) => shiftPaper(printed, { ...head, isCopy }),
  })
}
