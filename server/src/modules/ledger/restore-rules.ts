import { assert } from '#shared/assert.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { assertUnits, book, finishDraft, lotOf, openLot, startDraft, useLot, type Draft } from './draft-rules.ts'
import { splitRestore } from './draw-rules.ts'
import type { Idle } from './idle-rules.ts'
import { accountIn, isExpired, sourceName, type BookedEntry, type Expiry, type LedgerState } from './ledger-rules.ts'
import type { Asset, Lot, Owner, Plan, Posting, Source } from './ledger-rules.ts'
import type { Part } from './spend-rules.ts'

/** What becomes of value whose lot has expired meanwhile (R15): nothing, or a new lot with this expiry (grace, or as new). */
export type ExpiredPolicy = { policy: 'void' } | { policy: 'reopen'; expiry: Expiry | null; idle?: Idle | null }

export type Restore = {
  spend: Source // the source under which the value was spent
  units: number
  owner: Owner // who gets it: the owner who spent, or who they were merged into
  assets?: readonly Asset[] // of what was spent under that source, only these; left out: all
  isOwn?: boolean // only what this very owner spent: several cards may have paid under one source
  expired: ExpiredPolicy
}
export type RestorePlan = Plan & { parts: Part[]; voidedUnits: number }

/**
 * Gives back value that a spend took, to the very lots, last used first (R4).
 *
 * Refuses when nothing was spent under that source, and when more is given back than was spent. A pair's split follows
 * its consumption, so the sides given back may differ by a unit from those taken when other spends came between.
 */
export function planRestore(
  state: LedgerState,
  { spend, units, owner, assets, isOwn = false, expired }: Restore,
  posting: Posting,
): RestorePlan | Refusal<'spend_not_found' | 'restore_exceeds_spend' | 'balance_too_large'> {
  assertUnits(units)
  const spends = entriesOf(state, spend, 'spend')
    .filter(({ asset }) => assets?.includes(asset) ?? true)
    .filter(({ asset, debitAccountId }) => !isOwn || accountIn(state, { ...owner, asset }).id === debitAccountId)
  if (spends.length === 0) return refuse('spend_not_found')
  const draft = startDraft(state, posting)
  const groups = openGroups(state, spends)
  const restorable = groups.reduce((sum, group) => sum + group.units, 0)
  if (units > restorable) return refuse('restore_exceeds_spend', { restorableUnits: restorable, askedUnits: units })

  const backs: Back[] = []
  let left = units
  for (const group of groups) {
    const now = Math.min(left, group.units)
    if (now > 0) backs.push(...splitGroup(draft, group, now))
    left -= now
  }
  const parts = bookBacks(draft, spends, owner, backs, expired)
  const plan = finishDraft(draft)
  if (isRefusal(plan)) return plan
  const voidedUnits = draft.entries.reduce((sum, entry) => sum + (entry.kind === 'expire' ? entry.units : 0), 0)
  return { ...plan, parts, voidedUnits }
}

export function entriesOf(state: LedgerState, source: Source, kind: BookedEntry['kind']): BookedEntry[] {
  const ids = state.entryIdsOfSource.get(sourceName(source)) ?? []
  return ids.map((id) => state.entries.get(id)!).filter((entry) => entry.kind === kind && entry.debitAccountId !== null)
}

/** One lot or pair that a spend drew on, and how much of that is not given back yet. */
type Group = { lotIds: string[]; position: number; units: number }
type Back = { lot: Lot; units: number }

/** The groups of a spend, last used first. */
function openGroups(state: LedgerState, spends: readonly BookedEntry[]): Group[] {
  const groups = new Map<string, Group>()
  const groupName = (lotId: string) => state.lots.get(lotId)?.pair?.id ?? lotId
  for (const { uses } of spends) {
    for (const { lotId, position, drawnUnits } of uses) {
      const group = groups.get(groupName(lotId)) ?? { lotIds: [], position, units: 0 }
      groups.set(groupName(lotId), group)
      group.lotIds.push(lotId)
      group.units += drawnUnits
    }
  }
  for (const { id } of spends) {
    for (const reversalId of state.reversalIds.get(id) ?? []) {
      for (const { lotId, drawnUnits } of state.entries.get(reversalId)!.uses) {
        const group = groups.get(groupName(lotId))
        if (group) group.units += drawnUnits // negative: given back
      }
    }
  }
  return [...groups.values()].sort((a, b) => b.position - a.position)
}

function splitGroup(draft: Draft, group: Group, units: number): Back[] {
  const lot = lotOf(draft, group.lotIds[0]!)
  if (!lot.pair) return [{ lot, units }]
  const sides = draft.state.lotIdsOfPair.get(lot.pair.id)!.map((id) => lotOf(draft, id))
  const principal = sides.find(({ pair }) => pair!.side === 'principal')
  const bonus = sides.find(({ pair }) => pair!.side === 'bonus')
  assert(principal && bonus, 'the lots of a past spend are read with their mates')
  const { principalUnits, bonusUnits } = splitRestore(principal, bonus, units)
  return [
    { lot: principal, units: principalUnits },
    { lot: bonus, units: bonusUnits },
  ].filter((back) => back.units > 0)
}

function bookBacks(
  draft: Draft,
  spends: readonly BookedEntry[],
  owner: Owner,
  backs: readonly Back[],
  expired: ExpiredPolicy,
): Part[] {
  const parts: Part[] = []
  // Principal first, so that lots opened by one restore are numbered in one order.
  const ordered = backs.toSorted((a, b) => Number(a.lot.pair?.side === 'bonus') - Number(b.lot.pair?.side === 'bonus'))
  for (const [asset, own] of Map.groupBy(ordered, ({ lot }): Asset => lot.asset)) {
    const accountId = accountIn(draft.state, { ...owner, asset }).id
    const units = own.reduce((sum, back) => sum + back.units, 0)
    const reversed = spends.find((entry) => entry.asset === asset) ?? spends[0]!
    const entryId = book(draft, {
      kind: 'restore',
      units,
      asset,
      from: { book: 'spent' },
      to: { accountId },
      reversesEntryId: reversed.id,
    })
    for (const back of own) putBack(draft, entryId, accountId, back, expired)
    parts.push({ asset, units })
  }
  return parts
}

/** Back into the lot itself; else, when it has expired or belongs to a merged account, into a new lot of its terms. */
function putBack(draft: Draft, entryId: string, accountId: string, { lot, units }: Back, expired: ExpiredPolicy) {
  const { at } = draft.posting
  const isLate = isExpired(lot, at)
  const reopened = isLate && expired.policy === 'reopen'
  if (lot.accountId === accountId && !reopened) {
    useLot(draft, entryId, lot.id, { units: -units, drawnUnits: -units })
    if (isLate) expireUnits(draft, lot.id, units)
    return
  }
  // The old lot is only drawn less: what comes back lives in the new one.
  useLot(draft, entryId, lot.id, { drawnUnits: -units })
  const terms = reopened ? { ...lot, expiry: expired.expiry, idle: expired.idle ?? null, usableFrom: at } : lot
  const { lotId } = openLot(draft, entryId, { accountId, units, terms, originLotId: lot.id })
  if (lotId && isLate && !reopened) expireUnits(draft, lotId, lotOf(draft, lotId).remainingUnits)
}

/** Books that units of a lot have expired. Its own source is the lot: the sweep and a void restore write the same row. */
export function expireUnits(draft: Draft, lotId: string, units: number): void {
  const { accountId, asset } = lotOf(draft, lotId)
  const entryId = book(draft, {
    kind: 'expire',
    units,
    asset,
    from: { accountId },
    to: { book: 'expired' },
    source: { kind: 'lot', id: lotId },
  })
  useLot(draft, entryId, lotId, { units })
}
