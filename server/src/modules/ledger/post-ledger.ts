import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import {
  insertMissingAccounts,
  keyRows,
  lockAccounts,
  lotFromRow,
  readAccounts,
  readHistory,
  readHistoryLots,
  readHistoryUses,
  readOpenLots,
  type LotRow,
} from './ledger-queries.ts'
import { accountName, emptyLedger, newAccount, putAccount, putEntry, putLot, sourceName } from './ledger-rules.ts'
import type { Account, AccountKey, LedgerState, Lot, LotUse, Plan, Posting, Source } from './ledger-rules.ts'
import { insertEntries, insertLots, insertUses, noteIdle, updateLots, writeAccounts } from './write-queries.ts'

/** The sweep that books what has expired. */
export const expirySweepKind = 'ledger.expire'

/**
 * Locks accounts, in key order, for the rest of the transaction, and reads all that a decision over them needs: one flight.
 *
 * Accounts that do not exist yet are made. `sources` names past records whose spends, holds or grants may be reversed; their
 * entries are read with what already reversed them. Whoever is to get value back must be among the accounts.
 *
 * Accounts that are `credited` alone are locked like the others, but their lots, which may be thousands, are not read: a grant
 * needs none of them, and any other plan over such an account is a fault.
 *
 * Without `makesMissing`, an account that does not exist yet is only planned on, and made by `writeLedger`: a refusal leaves none.
 * For callers that hold the rows of the owners. Should somebody make it meanwhile all the same, writing fails by its unique key.
 */
export async function lockLedger(
  work: Work,
  accounts: readonly AccountKey[],
  sources: readonly Source[] = [],
  { credited = [], makesMissing = true }: { credited?: readonly AccountKey[]; makesMissing?: boolean } = {},
): Promise<LedgerState> {
  const keys = keyRows(distinct([...accounts, ...credited], accountName))
  if (keys.length === 0) return emptyLedger()
  const names = new Set(accounts.map(accountName))
  const withLots = keyRows(distinct(accounts, accountName))
  const [, locked, lots, ...history] = await Promise.all([
    makesMissing ? insertMissingAccounts(work, keys) : null,
    lockAccounts(work, keys),
    withLots.length > 0 ? readOpenLots(work, withLots) : [],
    ...readHistoryOf(work, sources),
  ])
  const state = toState(locked, lots, history)
  for (const account of locked) {
    const { id, balanceUnits, debtUnits, heldUnits } = account
    if (names.has(accountName(account))) continue
    state.unreadLots.set(id, { remainingUnits: balanceUnits + debtUnits, heldUnits })
  }
  putMissing(state, [...accounts, ...credited])
  return state
}

/** What the accounts hold, without locks and without making any: for what is only shown or quoted. */
export async function readLedger(
  work: Work,
  accounts: readonly AccountKey[],
  sources: readonly Source[] = [],
): Promise<LedgerState> {
  const wanted = distinct(accounts, accountName)
  if (wanted.length === 0) return emptyLedger()
  const keys = keyRows(wanted)
  const [found, lots, ...history] = await Promise.all([
    readAccounts(work, keys),
    readOpenLots(work, keys),
    ...readHistoryOf(work, sources),
  ])
  const state = toState(found, lots, history)
  putMissing(state, wanted)
  return state
}

function putMissing(state: LedgerState, keys: readonly AccountKey[]): void {
  for (const key of keys) if (!state.accountIds.has(accountName(key))) putAccount(state, newAccount(newId(), key))
}

type History = [Awaited<ReturnType<typeof readHistory>>, LotUse[], LotRow[]] | []

function readHistoryOf(work: Work, sources: readonly Source[]) {
  const wanted = distinct(sources, sourceName)
  if (wanted.length === 0) return [] as const
  return [readHistory(work, wanted), readHistoryUses(work, wanted), readHistoryLots(work, wanted)] as const
}

function toState(accounts: readonly Account[], lots: readonly LotRow[], history: History): LedgerState {
  const state = emptyLedger()
  for (const account of accounts) putAccount(state, account)
  for (const lot of lots) putLot(state, lotFromRow(lot))
  const [entries = [], uses = [], usedLots = []] = history
  for (const lot of usedLots) putLot(state, lotFromRow(lot))
  const usesOf = Map.groupBy(uses, ({ entryId }) => entryId)
  for (const { sourceKind, sourceId, ...entry } of entries) {
    putEntry(state, { ...entry, source: { kind: sourceKind, id: sourceId }, uses: usesOf.get(entry.id) ?? [] })
  }
  return state
}

/**
 * Writes plans, in the order in which they were applied, set-wise in one flight. Rows that several plans changed are written
 * once, as the last one left them.
 */
export async function writeLedger(work: Work, plans: readonly Plan[]): Promise<void> {
  const entries = plans.flatMap((plan) => plan.entries)
  // What moves between books alone, like a shortfall that the shop bears, is entries and nothing else.
  if (plans.every((plan) => plan.accounts.length === 0)) {
    if (entries.length > 0) await insertEntries(work, entries)
    return
  }
  const accounts = new Map(plans.flatMap((plan) => plan.accounts.map((account) => [account.id, account])))
  const lots = new Map(plans.flatMap((plan) => plan.lots.map((lot) => [lot.id, lot])))
  const opened = new Set(plans.flatMap((plan) => [...plan.openedLotIds]))
  const added = [...lots.values()].filter(({ id }) => opened.has(id))
  const changed = [...lots.values()].filter(({ id }) => !opened.has(id))
  await Promise.all([
    entries.length > 0 ? insertEntries(work, entries) : null,
    insertUses(work, entries),
    insertLots(work, added),
    updateLots(work, changed),
    writeAccounts(work, [...accounts.values()]),
    noteExpiry(work, added),
    noteIdle(work, added),
  ])
}

async function noteExpiry(work: Work, lots: readonly Lot[]): Promise<void> {
  const times = lots.flatMap(({ expiry }) => (expiry ? [expiry.at.getTime()] : []))
  if (times.length > 0) await noteDue(work, expirySweepKind, new Date(Math.min(...times)))
}

/** The posting of one command: its time, what it is booked for, and where. */
export function postingOf(work: Work, source: Source, storeId: string | null = null): Posting {
  return { at: work.at, source, storeId, mintId: () => newId() }
}

function distinct<T>(values: readonly T[], nameOf: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [nameOf(value), value])).values()]
}
