import { refuse, type Refusal } from '#shared/refusal.ts'

/** Where money is taken; without a device it is a browser that is no till. */
export type Till = { storeId: string; deviceId: string | null }

/** How a store runs its tills. */
export type ShiftPolicy = {
  /** A registered till takes money in an open shift only. */
  isShiftRequired: boolean
  /** Who counts does not see what should be there until they have said what is. */
  isCountBlind: boolean
  /** A cash difference above this needs a note, above the other a manager's approval. */
  noteAboveCents: number
  approvalAboveCents: number
}

export const defaultShiftPolicy: ShiftPolicy = {
  isShiftRequired: true,
  isCountBlind: true,
  noteAboveCents: 0,
  approvalAboveCents: 5_000,
}

/** A shift that takes money. */
export type OpenShift = Till & { id: string; deviceId: string; businessDay: string }

/** The open shifts that a batch holds, by till, and the rules of its stores. */
export type HeldShifts = {
  shifts: ReadonlyMap<string, OpenShift>
  policies: ReadonlyMap<string, ShiftPolicy>
}

/** The till in one word, as `HeldShifts` names it. */
export function tillKey({ storeId, deviceId }: Till): string {
  return `${storeId}/${deviceId ?? ''}`
}

/**
 * The shift that answers for money taken at a till: null for a browser that is no till, and where the store does without.
 *
 * What happened before it reached the server (`hasHappened`: sold offline) is never refused for want of a shift; the close of
 * the day gathers it.
 */
export function shiftFor(
  { shifts, policies }: HeldShifts,
  till: Till,
  { hasHappened = false }: { hasHappened?: boolean } = {},
): string | null | Refusal<'shift_not_open'> {
  if (till.deviceId === null) return null
  const shift = shifts.get(tillKey(till))
  if (shift) return shift.id
  const { isShiftRequired } = policies.get(till.storeId) ?? defaultShiftPolicy
  return isShiftRequired && !hasHappened ? refuse('shift_not_open', { ...till }) : null
}
