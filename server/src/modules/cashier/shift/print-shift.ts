import { print, type PrintTaken, printWhereAny } from '#modules/printing/print.ts'
import type { Work } from '#platform/work.ts'
import { composeMovement, type TillPaper } from './compose-shift.ts'
import { tillOf } from './lock-shifts.ts'
import { moveDrawer, type Movement } from './move-drawer.ts'

/** Puts a paper of a till in the line of a printer. A Z report printed twice says that it is a copy; every X report is its own. */
export function printTillPaper(
  work: Work,
  paper: TillPaper,
  order: { jobId: string; printerId?: string | undefined },
): Promise<PrintTaken> {
  return print(work, { ...order, ...paper })
}

/**
 * A movement with what its till does for it: the drawer springs open, and cash put in or taken out has a slip to sign. Without
 * a printer, and from elsewhere, it is noted all the same. Refuses what `moveDrawer` refuses.
 */
export async function moveDrawerAtTill(work: Work, input: Movement) {
  const { shift, movement } = await moveDrawer(work, input)
  const isHere = tillOf(work, shift.storeId).deviceId === shift.deviceId
  const paper = isHere ? await composeMovement(work, shift, movement) : null
  const taken = paper && (await printWhereAny(work, { ...paper, jobId: movement.id }))
  return { movementId: movement.id, amountCents: movement.amountCents, printJobId: taken?.jobId ?? null, taken }
}
