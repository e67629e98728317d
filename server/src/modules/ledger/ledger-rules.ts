import { assert } from '#shared/assert.ts'
import type { Day } from '#shared/business-day.ts'
import { endOfIdle, type Idle } from './idle-rules.ts'

/** Who can hold value. Merchant-side accounts have no owner: they are `Book`s. */
export type OwnerKind = 'member' | 'pass' | 'gift_card' | 'charity'
export type Owner = { ownerKind: OwnerKind; ownerId: string }

/** What is held: `points`, `stored_principal`, `stored_bonus`, `gift_card`, `visit:<service>` … One unit is one point, one cent or one visit. */
export type Asset = string
export type AccountKey = Owner & { asset: Asset }

/** Assets whose accounts may owe (R16). Everything else never goes below zero. */
export const assetsWithDebt: readonly Asset[] = ['points', 'qualifying']

/** The merchant's side of an entry: an account without owner, lots or balance row, known by its name. */
export const books = [
  'issued',
  'opening',
  'spent',
  'expired',
  'clawed_back',
  'forfeited',
  'paid_out',
  'adjusted',
  'donated',
  'offline_shortfall',
] as const
export type Book = (typeof books)[number]

export const entryKinds = [
  'grant',
  'spend',
  'restore',
  'expire',
  'clawback',
  'hold',
  'release',
  'payout',
  'forfeit',
  'transfer',
  'reinstate',
  'gift',
  'donate',
  'adjust',
  'merge',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** The record that an entry is booked for: `{ kind: 'sale', id }`. */
export type Source = { kind: string; id: string }

export type Account = AccountKey & {
  id: string
  balanceUnits: number // all that is owed: Σ remaining of the lots − debt
  debtUnits: number
  heldUnits: number
  version: number // the number of entries booked on this account
  activeAt: Date | null // when the owner last did something that counts; what lapses by inactivity is counted from here
}

/** Valid through the local day; `at` is the exclusive instant where that day ends in the zone (R11). */
export type Expiry = { at: Date; day: Day; zone: string }

export const drawModes = ['proportional', 'principal_first', 'bonus_first'] as const
/** How a pair of principal and bonus is drawn down, fixed when it is sold (R2). */
export type DrawMode = (typeof drawModes)[number]
export type Pair = { id: string; side: 'principal' | 'bonus'; drawMode: DrawMode }

/** The conditions a lot is granted under. They travel with the value when it moves. */
export type LotTerms = {
  source: Source
  ruleVersion: string | null
  earnedAt: Date
  usableFrom: Date
  expiry: Expiry | null // null: never. Of a lot that lapses by inactivity: its end as things stand
  idle: Idle | null
  priority: number // lower is spent first, where the policy puts priority first
}

export type Lot = LotTerms & {
  id: string
  accountId: string
  asset: Asset // that of its account
  entryId: string
  originLotId: string | null // the lot this value came from, when it moved or was restored elsewhere
  grantedUnits: number
  remainingUnits: number // granted − Σ units of its uses
  heldUnits: number // reserved out of what remains
  drawnUnits: number // consumed and not given back, here or before it moved here
  baseUnits: number // size of the lot for the ratio of its pair: what was sold
  pair: Pair | null
  isOpen: boolean // something remains in it or in its mate
}

/** What one entry did to one lot. Positive takes, negative gives back; `position` is the order of taking. */
export type LotUse = {
  entryId: string
  lotId: string
  units: number
  drawnUnits: number
  heldUnits: number
  position: number
}

/** An append-only transfer. Exactly one of account and book is set on each side; a hold has the same account on both. */
export type Entry = {
  id: string
  kind: EntryKind
  asset: Asset
  units: number
  debitAccountId: string | null
  debitBook: Book | null
  debitBalanceAfter: number | null
  debitVersion: number | null
  creditAccountId: string | null
  creditBook: Book | null
  creditBalanceAfter: number | null
  creditVersion: number | null
  source: Source
  reversesEntryId: string | null
  storeId: string | null
  at: Date
}
export type BookedEntry = Entry & { uses: readonly LotUse[] }

/** What the open lots of an account come to that was locked to be credited alone: the lots themselves were not read. */
export type UnreadLots = { remainingUnits: number; heldUnits: number }

/**
 * What a decision sees: the locked accounts with all their open lots, and the past entries it may reverse.
 * Changed only by `applyPlan`.
 */
export type LedgerState = {
  accounts: Map<string, Account>
  accountIds: Map<string, string> // by `accountName`
  lots: Map<string, Lot>
  lotIds: Map<string, string[]> // by account
  unreadLots: Map<string, UnreadLots> // by account
  lotIdsOfPair: Map<string, string[]>
  entries: Map<string, BookedEntry>
  entryIdsOfSource: Map<string, string[]>
  reversalIds: Map<string, string[]> // by the entry reversed
}

/** When, for what, where; and where new ids come from, so that planning itself is a pure function. */
export type Posting = {
  at: Date
  source: Source
  storeId: string | null
  mintId: () => string
  /** Whether the owner did this themselves, which keeps alive what lapses by inactivity: a purchase, a redemption. */
  isActivity?: boolean
}

/** Everything that one command writes: rows to append, and the new versions of rows that change. */
export type Plan = {
  entries: readonly BookedEntry[]
  accounts: readonly Account[]
  lots: readonly Lot[]
  openedLotIds: ReadonlySet<string>
}

/** The largest balance: sums stay safe integers with room to spare. */
export const maxBalanceUnits = 1_000_000_000_000_000

export function accountName({ ownerKind, ownerId, asset }: AccountKey): string {
  return `${ownerKind}/${ownerId}/${asset}`
}

export function sourceName({ kind, id }: Source): string {
  return `${kind}/${id}`
}

export function emptyLedger(): LedgerState {
  return {
    accounts: new Map(),
    accountIds: new Map(),
    lots: new Map(),
    lotIds: new Map(),
    unreadLots: new Map(),
    lotIdsOfPair: new Map(),
    entries: new Map(),
    entryIdsOfSource: new Map(),
    reversalIds: new Map(),
  }
}

export function newAccount(id: string, { ownerKind, ownerId, asset }: AccountKey): Account {
  return { id, ownerKind, ownerId, asset, balanceUnits: 0, debtUnits: 0, heldUnits: 0, version: 0, activeAt: null }
}

export function putAccount(state: LedgerState, account: Account): void {
  state.accounts.set(account.id, account)
  state.accountIds.set(accountName(account), account.id)
}

export function putLot(state: LedgerState, lot: Lot): void {
  if (!state.lots.has(lot.id)) {
    append(state.lotIds, lot.accountId, lot.id)
    if (lot.pair) append(state.lotIdsOfPair, lot.pair.id, lot.id)
  }
  state.lots.set(lot.id, lot)
}

export function putEntry(state: LedgerState, entry: BookedEntry): void {
  if (state.entries.has(entry.id)) return
  state.entries.set(entry.id, entry)
  append(state.entryIdsOfSource, sourceName(entry.source), entry.id)
  if (entry.reversesEntryId) append(state.reversalIds, entry.reversesEntryId, entry.id)
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Brings the state to what it is once the plan is written, so that the next command of the batch sees it. */
export function applyPlan(state: LedgerState, plan: Plan): void {
  for (const account of plan.accounts) {
    const isActive = state.accounts.get(account.id)?.activeAt?.getTime() !== account.activeAt?.getTime()
    putAccount(state, account)
    if (isActive) renewIdle(state, account)
  }
  for (const lot of plan.lots) putLot(state, lot)
  for (const entry of plan.entries) putEntry(state, entry)
}

/** Activity moves the end of every lot that waits for it; nothing is written for that. */
function renewIdle(state: LedgerState, { id, activeAt }: Account): void {
  for (const lotId of state.lotIds.get(id) ?? []) {
    const lot = state.lots.get(lotId)!
    if (lot.idle) state.lots.set(lotId, { ...lot, expiry: endOfIdle(lot.idle, lot.earnedAt, activeAt) })
  }
}

/** The account of a key. It must have been locked: a decision on an account nobody holds could be overtaken. */
export function accountIn(state: LedgerState, key: AccountKey): Account {
  const account = state.accounts.get(state.accountIds.get(accountName(key)) ?? '')
  assert(account, `the account was not locked: ${accountName(key)}`)
  return account
}

/** Whether a lot can be spent at an instant: no longer pending and not past its expiry, swept or not (R10). */
export function isUsable(lot: LotTerms, at: Date): boolean {
  return lot.usableFrom <= at && !isExpired(lot, at)
}

export function isExpired(lot: LotTerms, at: Date): boolean {
  return lot.expiry !== null && lot.expiry.at <= at
}

export function freeUnits(lot: Lot): number {
  return lot.remainingUnits - lot.heldUnits
}

/** What the owner can spend from these accounts at an instant: usable lots, less holds, less debt. Never negative. */
export function availableUnits(state: LedgerState, keys: readonly AccountKey[], at: Date): number {
  let total = 0
  for (const key of keys) {
    const account = accountIn(state, key)
    assert(!state.unreadLots.has(account.id), `locked to be credited alone: ${accountName(key)}`)
    let usable = 0
    for (const id of state.lotIds.get(account.id) ?? []) {
      const lot = state.lots.get(id)!
      if (isUsable(lot, at)) usable += freeUnits(lot)
    }
    total += Math.max(0, usable - account.debtUnits)
  }
  return total
}
