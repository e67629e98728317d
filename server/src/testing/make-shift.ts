import { closeShift } from '#modules/cashier/shift/close-shift.ts'
import { countShift } from '#modules/cashier/shift/count-shift.ts'
import { openShift } from '#modules/cashier/shift/open-shift.ts'
import { allPermissions } from '#modules/identity/permission-rules.ts'
import type { Actor } from '#platform/actor.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

type Staff = Extract<Actor, { kind: 'staff' }>

/** Somebody with every permission (but those left out) at a till that need not be registered. */
export function tillActor(deviceId: string, without: readonly string[] = []): Staff {
  const permissions = new Set<string>(allPermissions.filter((code) => !without.includes(code)))
  return { kind: 'staff', userId: newId(), sessionId: newId(), permissions, storeIds: null, deviceId, ip: null }
}

/** An open shift at a till of its own, with the work of who stands at it. */
export async function makeShift(
  work: OpenWork,
  { storeId, openingCents = 0, actor = tillActor(newId()) }: { storeId: string; openingCents?: number; actor?: Staff },
): Promise<{ shiftId: string; till: OpenWork; actor: Staff }> {
  const till = work.as(actor, work.at)
  const shiftId = newId()
  await openShift(till, { shiftId, storeId, openingCents })
  return { shiftId, till, actor }
}

/** A count of so much cash, given as one sum. */
export function countCash(till: Work, shiftId: string, cashCents: number) {
  const denominations = [{ valueCents: 1, pieces: cashCents }]
  return countShift(till, { countId: newId(), shiftId, denominations, tenders: [] })
}

/** Counts exactly what is expected (or so much) and closes. */
export async function endMadeShift(till: Work, shiftId: string, cashCents?: number) {
  const first = await countCash(till, shiftId, cashCents ?? 0)
  const expectedCents = first.tenders[0]!.expectedCents
  const count = cashCents === undefined && expectedCents > 0 ? await countCash(till, shiftId, expectedCents) : first
  const input = { shiftId, countId: count.countId, leftCents: 0, unsyncedSales: 0, note: '盘点' }
  return closeShift(till, input)
}
