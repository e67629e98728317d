import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { assertUnits, book, finishDraft, lotsOf, startDraft, useLot, type Draft } from './draft-rules.ts'
import { drawUnits, slicesOf, type DrawOrder, type Take } from './draw-rules.ts'
import { accountIn, availableUnits, type AccountKey, type Asset, type Book, type EntryKind } from './ledger-rules.ts'
import type { LedgerState, Plan, Posting } from './ledger-rules.ts'

export type Spend = {
  accounts: readonly AccountKey[] // spent as one purse: principal and bonus
  units: number
  order?: DrawOrder
  /** What the accounts do not cover: refused, or borne by the merchant when a sale made offline is a fact. */
  shortfall?: 'refuse' | 'merchant'
}
export type Part = { asset: Asset; units: number }
export type SpendPlan = Plan & { parts: Part[]; shortfallUnits: number }
export type Insufficient = Refusal<'balance_insufficient'>

/** Spends from the usable lots in their order (R10), pairs by their draw-down mode (R2). Never below zero. */
export function planSpend(
  state: LedgerState,
  { accounts, units, order = 'expiry', shortfall = 'refuse' }: Spend,
  posting: Posting,
): SpendPlan | Insufficient | Refusal<'balance_too_large'> {
  assertUnits(units)
  const available = availableUnits(state, accounts, posting.at)
  if (available < units && shortfall === 'refuse') return insufficient(accounts, available, units)

  const draft = startDraft(state, posting)
  const covered = Math.min(available, units)
  const lots = accounts.flatMap((key) => lotsOf(draft, accountIn(state, key).id))
  const takes = drawUnits(slicesOf(lots, posting.at, order), covered)
  const parts = bookTakes(draft, accounts, takes, { kind: 'spend', to: 'spent', isDraw: true })
  const shortfallUnits = units - covered
  if (shortfallUnits > 0) {
    const { asset } = accounts[0]!
    book(draft, {
      kind: 'spend',
      units: shortfallUnits,
      asset,
      from: { book: 'offline_shortfall' },
      to: { book: 'spent' },
    })
  }
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, parts, shortfallUnits }
}

export type Withdrawal = {
  accounts: readonly AccountKey[]
  kind: 'payout' | 'forfeit' | 'adjust' | 'donate'
  to?: Book
  /** Exactly these lots and units; or so many units from the usable lots in their order. */
  from: { lots: readonly { lotId: string; units: number }[] } | { units: number; order?: DrawOrder }
}
const bookOfWithdrawal = { payout: 'paid_out', forfeit: 'forfeited', adjust: 'adjusted', donate: 'donated' } as const

/** Takes value that is not consumed: paid out, forfeited, corrected, given away. The ratio of a pair is left as it was. */
export function planWithdrawal(
  state: LedgerState,
  { accounts, kind, to = bookOfWithdrawal[kind], from }: Withdrawal,
  posting: Posting,
): (Plan & { parts: Part[] }) | Insufficient | Refusal<'balance_too_large'> {
  const draft = startDraft(state, posting)
  let takes: Take[]
  if ('lots' in from) {
    takes = from.lots.map(({ lotId, units }, position) => ({ lot: state.lots.get(lotId)!, units, position }))
    for (const { lot, units } of takes) {
      const free = lot ? lot.remainingUnits - lot.heldUnits : 0
      if (free < units) return insufficient(accounts, free, units)
    }
  } else {
    assertUnits(from.units)
    const available = availableUnits(state, accounts, posting.at)
    if (available < from.units) return insufficient(accounts, available, from.units)
    const lots = accounts.flatMap((key) => lotsOf(draft, accountIn(state, key).id))
    takes = drawUnits(slicesOf(lots, posting.at, from.order ?? 'expiry'), from.units)
  }
  const parts = bookTakes(draft, accounts, takes, { kind, to, isDraw: false })
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, parts }
}

/** One entry for each account that gives, with the uses of its lots. */
function bookTakes(
  draft: Draft,
  accounts: readonly AccountKey[],
  takes: readonly Take[],
  { kind, to, isDraw }: { kind: EntryKind; to: Book; isDraw: boolean },
): Part[] {
  const parts: Part[] = []
  for (const key of accounts) {
    const { id: accountId, asset } = accountIn(draft.state, key)
    const own = takes.filter(({ lot }) => lot.accountId === accountId)
    const units = own.reduce((sum, take) => sum + take.units, 0)
    if (units === 0) continue
    const entryId = book(draft, { kind, units, asset, from: { accountId }, to: { book: to } })
    for (const take of own) {
      const drawnUnits = isDraw ? take.units : 0
      useLot(draft, entryId, take.lot.id, { units: take.units, drawnUnits, position: take.position })
    }
    parts.push({ asset, units })
  }
  return parts
}

export function insufficient(accounts: readonly AccountKey[], available: number, asked: number): Insufficient {
  return refuse('balance_insufficient', { asset: accounts[0]!.asset, availableUnits: available, askedUnits: asked })
}
