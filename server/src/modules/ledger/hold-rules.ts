import { assert } from '#shared/assert.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { assertUnits, book, finishDraft, lotsOf, startDraft, useLot } from './draft-rules.ts'
import { drawUnits, slicesOf } from './draw-rules.ts'
import { accountIn, type AccountKey, type BookedEntry, type LedgerState } from './ledger-rules.ts'
import type { Plan, Posting, Source } from './ledger-rules.ts'
import { entriesOf } from './restore-rules.ts'
import { insufficient, type Insufficient } from './spend-rules.ts'

export type Hold = { account: AccountKey; units: number; usableAt: Date }

/**
 * Reserves units for later, for a class or a booking: they stay owed but cannot be spent (R25).
 * The lots must be usable at `usableAt`, the day of the class, not merely today.
 */
export function planHold(
  state: LedgerState,
  { account: key, units, usableAt }: Hold,
  posting: Posting,
): Plan | Insufficient | Refusal<'balance_too_large'> {
  assertUnits(units)
  const account = accountIn(state, key)
  const draft = startDraft(state, posting)
  const slices = slicesOf(lotsOf(draft, account.id), usableAt, 'expiry')
  const available = Math.max(0, slices.reduce((sum, slice) => sum + slice.freeUnits, 0) - account.debtUnits)
  if (available < units) return insufficient([key], available, units)
  const takes = drawUnits(slices, units)
  assert(
    takes.every(({ lot }) => !lot.pair),
    'a purse of principal and bonus is not held',
  )
  const within = { accountId: account.id }
  const entryId = book(draft, { kind: 'hold', units, asset: account.asset, from: within, to: within })
  for (const { lot, units: heldUnits, position } of takes) useLot(draft, entryId, lot.id, { heldUnits, position })
  return finishDraft(draft)
}

/** Gives reserved units free again, last held first. Units whose lot has expired since are then swept as usual. */
export function planRelease(
  state: LedgerState,
  { hold, units }: { hold: Source; units: number },
  posting: Posting,
): Plan | Refusal<'hold_not_found' | 'release_exceeds_hold' | 'balance_too_large'> {
  assertUnits(units)
  const held = openHold(state, hold)
  if (isRefusal(held)) return held
  if (held.units < units) return refuse('release_exceeds_hold', { heldUnits: held.units, askedUnits: units })
  const draft = startDraft(state, posting)
  const { asset, debitAccountId } = held.entry
  const within = { accountId: debitAccountId! }
  const entryId = book(draft, {
    kind: 'release',
    units,
    asset,
    from: within,
    to: within,
    reversesEntryId: held.entry.id,
  })
  takeHeld(held.lots.toReversed(), units, (lotId, now) => useLot(draft, entryId, lotId, { heldUnits: -now }))
  return finishDraft(draft)
}

/**
 * Spends what was reserved: attendance, or a no-show by the rule. Good after the lot's expiry too, since the hold was
 * checked against the day it was for.
 */
export function planConsume(
  state: LedgerState,
  { hold, units }: { hold: Source; units: number },
  posting: Posting,
): Plan | Refusal<'hold_not_found' | 'release_exceeds_hold' | 'balance_too_large'> {
  assertUnits(units)
  const held = openHold(state, hold)
  if (isRefusal(held)) return held
  if (held.units < units) return refuse('release_exceeds_hold', { heldUnits: held.units, askedUnits: units })
  const draft = startDraft(state, posting)
  const { asset, debitAccountId } = held.entry
  const entryId = book(draft, {
    kind: 'spend',
    units,
    asset,
    from: { accountId: debitAccountId! },
    to: { book: 'spent' },
    reversesEntryId: held.entry.id,
  })
  takeHeld(held.lots, units, (lotId, now, position) => {
    useLot(draft, entryId, lotId, { units: now, drawnUnits: now, heldUnits: -now, position })
  })
  return finishDraft(draft)
}

type OpenHold = { entry: BookedEntry; units: number; lots: { lotId: string; units: number }[] }

/** What is still reserved under a hold, lot by lot in the order of holding. */
function openHold(state: LedgerState, source: Source): OpenHold | Refusal<'hold_not_found'> {
  const [entry] = entriesOf(state, source, 'hold')
  if (!entry) return refuse('hold_not_found')
  const left = new Map(entry.uses.map((use) => [use.lotId, use.heldUnits]))
  for (const id of state.reversalIds.get(entry.id) ?? []) {
    for (const use of state.entries.get(id)!.uses) left.set(use.lotId, (left.get(use.lotId) ?? 0) + use.heldUnits)
  }
  const lots = [...left].map(([lotId, units]) => ({ lotId, units }))
  return { entry, units: lots.reduce((sum, lot) => sum + lot.units, 0), lots }
}

function takeHeld(
  lots: readonly { lotId: string; units: number }[],
  units: number,
  take: (lotId: string, units: number, position: number) => void,
): void {
  let left = units
  for (const [position, lot] of lots.entries()) {
    const now = Math.min(left, lot.units)
    if (now > 0) take(lot.lotId, now, position)
    left -= now
  }
  assert(left === 0, 'more was taken than is held')
}
