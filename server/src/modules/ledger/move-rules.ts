import { assert } from '#shared/assert.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import {
  accountOf,
  assertUnits,
  book,
  changeDebt,
  finishDraft,
  lotsOf,
  openLot,
  startDraft,
  useLot,
} from './draft-rules.ts'
import type { Draft } from './draft-rules.ts'
import { compareLots, drawUnits, slicesOf, type DrawOrder } from './draw-rules.ts'
import {
  accountIn,
  availableUnits,
  freeUnits,
  isUsable,
  sourceName,
  type AccountKey,
  type Asset,
} from './ledger-rules.ts'
import type { EntryKind, LedgerState, Lot, Owner, Plan, Posting, Source } from './ledger-rules.ts'
import { insufficient, type Insufficient } from './spend-rules.ts'

export type Move = {
  from: Owner
  to: Owner
  assets: readonly Asset[] // moved as one purse: principal and bonus
  kind: 'gift' | 'transfer' | 'donate'
  units: number
  order?: DrawOrder
  /** Sources whose value must stay: a sale whose return window is open (R18). */
  except?: readonly Source[]
}
type MovedLot = { lot: Lot; units: number }
type MovePlan = Plan & { movedUnits: number }

/** Moves usable value to another owner. Lots keep their expiry, age, source and rule version (R18). */
export function planMove(
  state: LedgerState,
  { from, to, assets, kind, units, order = 'expiry', except = [] }: Move,
  posting: Posting,
): MovePlan | Insufficient | Refusal<'balance_too_large'> {
  assertUnits(units)
  const keys = assets.map((asset) => ({ ...from, asset }))
  const kept = new Set(except.map(sourceName))
  const draft = startDraft(state, posting)
  const lots = keys
    .flatMap((key) => lotsOf(draft, accountIn(state, key).id))
    .filter((lot) => !kept.has(sourceName(lot.source)))
  const movable = lots.reduce((sum, lot) => sum + (isUsable(lot, posting.at) ? freeUnits(lot) : 0), 0)
  const available = Math.min(movable, availableUnits(state, keys, posting.at))
  if (available < units) return insufficient(keys, available, units)

  moveLots(draft, { kind, from, to, assets }, drawUnits(slicesOf(lots, posting.at, order), units))
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, movedUnits: units }
}

/**
 * Moves all that an owner holds and owes to another, lots pending or expired included: the merge of two members.
 * Refuses while something is held for a booking: the hold names the account.
 */
export function planMerge(
  state: LedgerState,
  { from, to, assets }: { from: Owner; to: Owner; assets: readonly Asset[] },
  posting: Posting,
): MovePlan | Refusal<'value_held' | 'balance_too_large'> {
  const draft = startDraft(state, posting)
  const accounts = assets.map((asset) => accountIn(state, { ...from, asset }))
  const held = accounts.find((account) => account.heldUnits > 0)
  if (held) return refuse('value_held', { asset: held.asset, heldUnits: held.heldUnits })

  const all = accounts
    .flatMap(({ id }) => lotsOf(draft, id))
    .filter((lot) => lot.remainingUnits > 0)
    .sort((a, b) => compareLots(a, b, 'expiry'))
  moveLots(
    draft,
    { kind: 'merge', from, to, assets },
    all.map((lot) => ({ lot, units: lot.remainingUnits })),
  )
  for (const { asset, debtUnits } of accounts) if (debtUnits > 0) moveDebt(draft, { from, to, asset, units: debtUnits })
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, movedUnits: all.reduce((sum, lot) => sum + lot.remainingUnits, 0) }
}

/**
 * Undoes a merge as far as its value is still there: what remains of the lots that it opened goes back.
 * What was spent meanwhile stays spent; a debt that moved stays with the one who bore it.
 */
export function planUnmerge(
  state: LedgerState,
  { merge, from, to, assets }: { merge: Source; from: Owner; to: Owner; assets: readonly Asset[] },
  posting: Posting,
): MovePlan | Refusal<'balance_too_large'> {
  const draft = startDraft(state, posting)
  const mergeIds = new Set(state.entryIdsOfSource.get(sourceName(merge)))
  const lots = assets
    .flatMap((asset) => lotsOf(draft, accountIn(state, { ...from, asset }).id))
    .filter((lot) => mergeIds.has(lot.entryId) && freeUnits(lot) > 0)
  moveLots(
    draft,
    { kind: 'merge', from, to, assets },
    lots.map((lot) => ({ lot, units: freeUnits(lot) })),
  )
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, movedUnits: lots.reduce((sum, lot) => sum + freeUnits(lot), 0) }
}

/** One entry per asset; each lot is left by the units that move and opened again on the other side. */
function moveLots(
  draft: Draft,
  { kind, from, to, assets }: Pick<Move, 'from' | 'to' | 'assets'> & { kind: EntryKind },
  moved: readonly MovedLot[],
): void {
  const pairIds = newPairIds(moved, draft.posting.mintId)
  const isCut = cutPairs(moved)
  for (const asset of assets) {
    const own = moved.filter(({ lot }) => lot.asset === asset)
    if (own.length === 0) continue
    const giverId = accountIn(draft.state, { ...from, asset }).id
    const takerId = accountIn(draft.state, { ...to, asset }).id
    assert(giverId !== takerId, 'value moves between two owners')
    const units = own.reduce((sum, take) => sum + take.units, 0)
    const entryId = book(draft, { kind, units, asset, from: { accountId: giverId }, to: { accountId: takerId } })
    for (const [position, { lot, units }] of own.entries()) {
      useLot(draft, entryId, lot.id, { units, position })
      // Only both sides together are a pair still. What moves whole keeps its place on the draw-down; a part starts afresh.
      const pairId = lot.pair && pairIds.get(lot.pair.id)
      const pair = pairId ? { ...lot.pair!, id: pairId } : null
      const isWhole = units === lot.remainingUnits && !(lot.pair && isCut(lot.pair.id))
      const carried = isWhole ? { baseUnits: lot.baseUnits, drawnUnits: lot.drawnUnits } : {}
      openLot(draft, entryId, { accountId: takerId, units, terms: lot, originLotId: lot.id, pair, ...carried })
    }
  }
}

function cutPairs(moved: readonly MovedLot[]): (pairId: string) => boolean {
  const cut = new Set<string>()
  for (const { lot, units } of moved) if (lot.pair && units < lot.remainingUnits) cut.add(lot.pair.id)
  return (pairId) => cut.has(pairId)
}

function newPairIds(moved: readonly MovedLot[], mintId: () => string): Map<string, string> {
  const sides = Map.groupBy(
    moved.flatMap(({ lot }) => lot.pair ?? []),
    ({ id }) => id,
  )
  return new Map([...sides].filter(([, { length }]) => length === 2).map(([id]) => [id, mintId()]))
}

/** The taker bears the giver's debt: out of their usable lots, the rest as their own debt. */
function moveDebt(draft: Draft, { from, to, asset, units }: { from: Owner; to: Owner; asset: Asset; units: number }) {
  const giverId = accountIn(draft.state, { ...from, asset } satisfies AccountKey).id
  const takerId = accountIn(draft.state, { ...to, asset } satisfies AccountKey).id
  const entryId = book(draft, {
    kind: 'merge',
    units,
    asset,
    from: { accountId: takerId },
    to: { accountId: giverId },
  })
  changeDebt(draft, giverId, -units)
  const lots = lotsOf(draft, takerId)
    .filter((lot) => isUsable(lot, draft.posting.at) && freeUnits(lot) > 0)
    .sort((a, b) => compareLots(a, b, 'expiry'))
  let left = units
  for (const [position, lot] of lots.entries()) {
    const now = Math.min(left, freeUnits(lot))
    if (now > 0) useLot(draft, entryId, lot.id, { units: now, position })
    left -= now
  }
  if (left > 0) changeDebt(draft, takerId, left)
  assert(accountOf(draft, giverId).balanceUnits === 0, 'a merged account ends at zero')
}
