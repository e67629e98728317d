import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { readPolicies, shareOpenShifts } from './shift-queries.ts'
import { type HeldShifts, shiftFor, type Till, tillKey } from './shift-rules.ts'

/** Where the work's actor stands: the till that they signed in at, or none. */
export function tillOf({ actor }: Pick<Work, 'actor'>, storeId: string): Till {
  return { storeId, deviceId: 'deviceId' in actor ? actor.deviceId : null }
}

/**
 * Holds the open shifts of tills until the commit, in one flight; nothing is sent for browsers that are no tills.
 *
 * The lock is shared: sales do not wait for each other, but a shift cannot close while one is in flight, and a sale that comes
 * while it closes waits and then finds it closed. Shifts stand before stock in the order of locks.
 */
export async function lockShifts(work: Work, tills: readonly Till[]): Promise<HeldShifts> {
  const registered = tills.filter((till): till is Till & { deviceId: string } => till.deviceId !== null)
  if (registered.length === 0) return { shifts: new Map(), policies: new Map() }
  const byKey = new Map(registered.map((till) => [tillKey(till), till]))
  const [shifts, policies] = await Promise.all([
    shareOpenShifts(work, [...byKey.values()]),
    readPolicies(work, [...new Set(registered.map(({ storeId }) => storeId))]),
  ])
  return { shifts: new Map(shifts.map((shift) => [tillKey(shift), shift])), policies }
}

/**
 * The shift that answers for money which the work's actor takes now at a store, held until the commit; null where none has to.
 * Refuses a till whose shift is not open.
 */
export async function takingShiftOf(work: Work, storeId: string): Promise<string | null> {
  const till = tillOf(work, storeId)
  return accept(shiftFor(await lockShifts(work, [till]), till))
}
