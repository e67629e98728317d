import { assert } from '#shared/assert.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { endOfIdle } from './idle-rules.ts'
import {
  assetsWithDebt,
  isExpired,
  maxBalanceUnits,
  type Account,
  type Book,
  type BookedEntry,
  type EntryKind,
  type LedgerState,
  type Lot,
  type LotTerms,
  type LotUse,
  type Pair,
  type Plan,
  type Posting,
  type Source,
} from './ledger-rules.ts'

/** A plan being written: changed rows lie over the state, which stays as it is. */
export type Draft = {
  state: LedgerState
  posting: Posting
  accounts: Map<string, Account>
  lots: Map<string, Lot>
  opened: Set<string>
  entries: (BookedEntry & { uses: LotUse[] })[]
}

type Side = { accountId: string } | { book: Book }
type EntryDraft = {
  kind: EntryKind
  units: number
  asset: string
  from: Side
  to: Side
  reversesEntryId?: string | null
  source?: Source
}

export function startDraft(state: LedgerState, posting: Posting): Draft {
  return { state, posting, accounts: new Map(), lots: new Map(), opened: new Set(), entries: [] }
}

export function accountOf(draft: Draft, id: string): Account {
  const account = draft.accounts.get(id) ?? draft.state.accounts.get(id)
  assert(account, 'an entry touches only locked accounts')
  return account
}

export function lotOf(draft: Draft, id: string): Lot {
  const lot = draft.lots.get(id) ?? draft.state.lots.get(id)
  assert(lot, 'an entry touches only lots that were read')
  return lot
}

/** The lots of an account as they stand in the draft, opened ones included. Not of one that was locked to be credited alone. */
export function lotsOf(draft: Draft, accountId: string): Lot[] {
  assert(!draft.state.unreadLots.has(accountId), 'the lots of the account were read')
  return knownLots(draft, accountId)
}

function knownLots(draft: Draft, accountId: string): Lot[] {
  const lots = (draft.state.lotIds.get(accountId) ?? []).map((id) => lotOf(draft, id))
  for (const id of draft.opened) {
    const lot = draft.lots.get(id)!
    if (lot.accountId === accountId) lots.push(lot)
  }
  return lots
}

export function assertUnits(units: number): void {
  assert(Number.isSafeInteger(units) && units > 0 && units <= maxBalanceUnits, `not a positive whole number: ${units}`)
}

/** Appends an entry and moves the balances of the accounts on its sides. A hold, with one account on both, moves none. */
export function book(draft: Draft, entry: EntryDraft): string {
  assertUnits(entry.units)
  const id = draft.posting.mintId()
  const isWithin = 'accountId' in entry.from && 'accountId' in entry.to && entry.from.accountId === entry.to.accountId
  const debit = bookSide(draft, entry.from, entry.asset, isWithin ? 0 : -entry.units)
  const credit = isWithin ? debit : bookSide(draft, entry.to, entry.asset, entry.units)
  draft.entries.push({
    id,
    kind: entry.kind,
    asset: entry.asset,
    units: entry.units,
    debitAccountId: debit.accountId,
    debitBook: debit.book,
    debitBalanceAfter: debit.balanceAfter,
    debitVersion: debit.version,
    creditAccountId: credit.accountId,
    creditBook: credit.book,
    creditBalanceAfter: credit.balanceAfter,
    creditVersion: credit.version,
    source: entry.source ?? draft.posting.source,
    reversesEntryId: entry.reversesEntryId ?? null,
    storeId: draft.posting.storeId,
    at: draft.posting.at,
    uses: [],
  })
  return id
}

function bookSide(draft: Draft, side: Side, asset: string, delta: number) {
  if ('book' in side) return { accountId: null, book: side.book, balanceAfter: null, version: null }
  const account = accountOf(draft, side.accountId)
  assert(account.asset === asset, 'an entry moves one asset')
  const { at, isActivity } = draft.posting
  const activeAt = isActivity && (!account.activeAt || account.activeAt < at) ? at : account.activeAt
  const next = { ...account, activeAt, balanceUnits: account.balanceUnits + delta, version: account.version + 1 }
  draft.accounts.set(next.id, next)
  return { accountId: next.id, book: null, balanceAfter: next.balanceUnits, version: next.version }
}

/** Records what an entry does to a lot, and changes the lot and the held units of its account. */
export function useLot(
  draft: Draft,
  entryId: string,
  lotId: string,
  change: { units?: number; drawnUnits?: number; heldUnits?: number; position?: number },
): void {
  const { units = 0, drawnUnits = 0, heldUnits = 0, position = 0 } = change
  const lot = lotOf(draft, lotId)
  const next = {
    ...lot,
    remainingUnits: lot.remainingUnits - units,
    drawnUnits: lot.drawnUnits + drawnUnits,
    heldUnits: lot.heldUnits + heldUnits,
  }
  assert(next.heldUnits >= 0 && next.remainingUnits >= next.heldUnits, 'a lot is never overdrawn')
  assert(next.drawnUnits >= 0 && next.remainingUnits + next.drawnUnits <= next.baseUnits, 'a lot is never overfilled')
  draft.lots.set(lotId, next)
  const entry = draft.entries.find(({ id }) => id === entryId)
  assert(entry && entry.uses.every((use) => use.lotId !== lotId), 'an entry uses a lot once')
  entry.uses.push({ entryId, lotId, units, drawnUnits, heldUnits, position })
  if (heldUnits !== 0) {
    const account = accountOf(draft, lot.accountId)
    draft.accounts.set(account.id, { ...account, heldUnits: account.heldUnits + heldUnits })
  }
}

export type NewLot = {
  accountId: string
  units: number
  terms: LotTerms
  originLotId?: string
  pair?: Pair | null
  baseUnits?: number
  drawnUnits?: number
}

/**
 * Opens a lot under an entry that credits its account. A debt is repaid first (R16): the lot opens with what is left,
 * and not at all when nothing is.
 */
export function openLot(draft: Draft, entryId: string, lot: NewLot): { lotId: string | null; repaidUnits: number } {
  const account = accountOf(draft, lot.accountId)
  const { source, ruleVersion, earnedAt, usableFrom, idle, priority } = lot.terms
  const expiry = idle ? endOfIdle(idle, earnedAt, account.activeAt) : lot.terms.expiry
  // Value that has expired, moved by a merge, pays nothing: it is not spendable (R10).
  const repaidUnits = isExpired({ ...lot.terms, expiry }, draft.posting.at) ? 0 : Math.min(account.debtUnits, lot.units)
  if (repaidUnits > 0) changeDebt(draft, account.id, -repaidUnits)
  const grantedUnits = lot.units - repaidUnits
  if (grantedUnits === 0) return { lotId: null, repaidUnits }
  const id = draft.posting.mintId()
  draft.lots.set(id, {
    id,
    accountId: lot.accountId,
    asset: account.asset,
    entryId,
    originLotId: lot.originLotId ?? null,
    source,
    ruleVersion,
    earnedAt,
    usableFrom,
    expiry,
    idle,
    priority,
    grantedUnits,
    remainingUnits: grantedUnits,
    heldUnits: 0,
    drawnUnits: lot.drawnUnits ?? 0,
    baseUnits: lot.baseUnits ?? grantedUnits,
    pair: lot.pair ?? null,
    isOpen: true,
  })
  draft.opened.add(id)
  return { lotId: id, repaidUnits }
}

export function changeDebt(draft: Draft, accountId: string, deltaUnits: number): void {
  const account = accountOf(draft, accountId)
  const debtUnits = account.debtUnits + deltaUnits
  assert(debtUnits >= 0, 'a debt is never negative')
  assert(debtUnits === 0 || assetsWithDebt.includes(account.asset), `${account.asset} cannot owe`)
  draft.accounts.set(accountId, { ...account, debtUnits })
}

const noLots = { remainingUnits: 0, heldUnits: 0 }

/**
 * Closes the draft: refuses a balance beyond what can be counted, and asserts on every account touched that
 * balance = Σ remaining − debt, before a row is written.
 */
export function finishDraft(draft: Draft): Plan | Refusal<'balance_too_large'> {
  for (const lot of draft.lots.values()) settleOpen(draft, lot)
  for (const account of draft.accounts.values()) {
    if (account.balanceUnits > maxBalanceUnits) {
      return refuse('balance_too_large', { asset: account.asset, maxUnits: maxBalanceUnits })
    }
    let { remainingUnits: remaining, heldUnits: held } = draft.state.unreadLots.get(account.id) ?? noLots
    for (const lot of knownLots(draft, account.id)) {
      remaining += lot.remainingUnits
      held += lot.heldUnits
    }
    assert(account.balanceUnits === remaining - account.debtUnits, 'the balance is the sum of the lots less the debt')
    assert(account.heldUnits === held, 'what is held is the sum over the lots')
  }
  return {
    entries: draft.entries,
    accounts: [...draft.accounts.values()],
    lots: [...draft.lots.values()],
    openedLotIds: draft.opened,
  }
}

/**
 * A lot stays open while its mate does: the split of a pair needs both sides. It stays open, too, while its mate is not
 * among what was read: nobody can tell then.
 */
function settleOpen(draft: Draft, lot: Lot): void {
  const sides = lot.pair ? sidesOf(draft, lot.pair.id) : [lot]
  const isOpen = sides.some((side) => side.remainingUnits > 0) || sides.length < (lot.pair ? 2 : 1)
  for (const side of sides) if (side.isOpen !== isOpen) draft.lots.set(side.id, { ...side, isOpen })
}

function sidesOf(draft: Draft, pairId: string): Lot[] {
  const sides = (draft.state.lotIdsOfPair.get(pairId) ?? []).map((id) => lotOf(draft, id))
  for (const id of draft.opened) {
    const lot = draft.lots.get(id)!
    if (lot.pair?.id === pairId) sides.push(lot)
  }
  return sides
}
