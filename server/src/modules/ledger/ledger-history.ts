import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { planClawback } from './clawback-rules.ts'
import { planExpiry } from './expire-rules.ts'
import { planGrant, planPairGrant } from './grant-rules.ts'
import { planConsume, planHold, planRelease } from './hold-rules.ts'
import { type LedgerState, type Owner, type Plan, type Posting, type Source } from './ledger-rules.ts'
import { planMerge, planMove } from './move-rules.ts'
import type { NaiveLedger } from './naive-ledger.ts'
import { allAssets, owners, purse, type Step } from './history-steps.ts'
import { consumeNaively, holdNaively, releaseNaively } from './naive-holds.ts'
import { planRestore } from './restore-rules.ts'
import { planSpend, planWithdrawal } from './spend-rules.ts'

/** Random histories: each step is a command for the engine, and the same in the naive ledger's words. */
const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
/** Each step is half a day after the last, so that grants differ in age and expiry falls between steps. */
export const timeOf = (index: number) => new Date(start + (index * day) / 2 + index)

export const uuidOf = (n: number) => `00000000-0000-7000-9000-${String(n).padStart(12, '0')}`
export const sourceOf = (index: number): Source => ({ kind: 'step', id: uuidOf(index) })
export const ownerOf = (ownerId: string): Owner => ({ ownerKind: 'member', ownerId })
const other = (ownerId: string) => owners.find((id) => id !== ownerId)!

/** The steps of one run and which of them were accepted so far. */
export type History = { steps: readonly Step[]; accepted: Set<number> }

/** The accepted step of such a kind that a step refers to, the latest first; itself when there is none. */
export function referred(
  { accepted, steps }: History,
  index: number,
  kinds: readonly Step['do'][],
  which: number,
): number {
  const found = [...accepted].filter((i) => kinds.includes(steps[i]!.do)).reverse()
  return found[which % Math.max(1, found.length)] ?? index
}

function expiryAt(at: Date) {
  return { at, day: at.toISOString().slice(0, 10), zone: 'UTC' }
}

export type Planned = Plan | Refusal

/** What a step asks of the engine, decided against a state. */
export function planStep(state: LedgerState, history: History, index: number, posting: Posting): Planned {
  const step = history.steps[index]!
  const later = (days: number) => new Date(posting.at.getTime() + days * day)
  const termsOf = ({
    expiresIn,
    usableIn,
    priority,
  }: {
    expiresIn: number | null
    usableIn: number
    priority: number
  }) => ({
    expiry: expiresIn === null ? null : expiryAt(later(expiresIn)),
    usableFrom: later(usableIn),
    priority,
  })
  const keysOf = (ownerId: string, isPurse: boolean) =>
    (isPurse ? purse : ['points']).map((asset) => ({ ...ownerOf(ownerId), asset }))
  switch (step.do) {
    case 'grant': {
      return planGrant(
        state,
        { account: keysOf(step.owner, false)[0]!, units: step.units, terms: termsOf(step.terms) },
        posting,
      )
    }
    case 'grantPair': {
      const [principal, bonus] = keysOf(step.owner, true)
      return planPairGrant(
        state,
        {
          principal: { account: principal!, units: step.units, terms: termsOf(step.terms) },
          bonus: step.bonus > 0 ? { account: bonus!, units: step.bonus, terms: termsOf(step.terms) } : null,
          drawMode: step.mode,
        },
        posting,
      )
    }
    case 'spend': {
      const order = step.byPriority ? 'priority' : 'expiry'
      return planSpend(state, { accounts: keysOf(step.owner, step.isPurse), units: step.units, order }, posting)
    }
    case 'restore': {
      const spend = sourceOf(referred(history, index, ['spend', 'consume'], step.which))
      const expired =
        step.reopenIn === null
          ? ({ policy: 'void' } as const)
          : ({ policy: 'reopen', expiry: expiryAt(later(step.reopenIn)) } as const)
      return planRestore(state, { spend, units: step.units, owner: ownerOf(step.owner), expired }, posting)
    }
    case 'expire':
      return planExpiry(state, { ...ownerOf(step.owner), asset: step.asset }, posting)
    case 'clawback': {
      const granted = sourceOf(referred(history, index, ['grant'], step.which))
      const shortfall = step.mayOwe ? 'debt' : 'clamp'
      return planClawback(
        state,
        { account: keysOf(step.owner, false)[0]!, units: step.units, granted, shortfall },
        posting,
      )
    }
    case 'withdraw': {
      const accounts = keysOf(step.owner, step.isPurse)
      return planWithdrawal(state, { accounts, kind: 'forfeit', from: { units: step.units } }, posting)
    }
    case 'move': {
      const assets = step.isPurse ? purse : ['points']
      const [from, to] = [ownerOf(step.owner), ownerOf(other(step.owner))]
      return planMove(state, { from, to, assets, kind: 'gift', units: step.units }, posting)
    }
    case 'merge':
      return planMerge(state, { from: ownerOf(step.owner), to: ownerOf(other(step.owner)), assets: allAssets }, posting)
    case 'hold': {
      const usableAt = later(step.inDays)
      return planHold(state, { account: keysOf(step.owner, false)[0]!, units: step.units, usableAt }, posting)
    }
    case 'release':
      return planRelease(
        state,
        { hold: sourceOf(referred(history, index, ['hold'], step.which)), units: step.units },
        posting,
      )
    case 'consume':
      return planConsume(
        state,
        { hold: sourceOf(referred(history, index, ['hold'], step.which)), units: step.units },
        posting,
      )
  }
}

/** The same step in the naive ledger. False: refused. */
export function doNaively(ledger: NaiveLedger, history: History, index: number): boolean {
  const step = history.steps[index]!
  const now = timeOf(index).getTime()
  const name = String(index)
  const termsOf = ({
    expiresIn,
    usableIn,
    priority,
  }: {
    expiresIn: number | null
    usableIn: number
    priority: number
  }) => ({
    expires: expiresIn === null ? Infinity : now + expiresIn * day,
    usableFrom: now + usableIn * day,
    priority,
  })
  switch (step.do) {
    case 'grant':
      ledger.grant(step.owner, 'points', step.units, name, now, termsOf(step.terms))
      return true
    case 'grantPair':
      ledger.grantPair(step.owner, step.units, step.bonus, step.mode, name, now, termsOf(step.terms))
      return true
    case 'spend':
      return ledger.spend(step.owner, step.isPurse ? purse : ['points'], step.units, name, now, step.byPriority)
    case 'restore': {
      const spend = String(referred(history, index, ['spend', 'consume'], step.which))
      return ledger.restore(
        spend,
        step.units,
        step.owner,
        now,
        step.reopenIn === null ? null : now + step.reopenIn * day,
      )
    }
    case 'expire':
      ledger.expire(step.owner, step.asset, now)
      return true
    case 'clawback':
      ledger.clawBack(
        step.owner,
        'points',
        step.units,
        String(referred(history, index, ['grant'], step.which)),
        now,
        step.mayOwe,
      )
      return true
    case 'withdraw':
      return ledger.withdraw(step.owner, step.isPurse ? purse : ['points'], step.units, now)
    case 'move':
      return ledger.move(step.owner, other(step.owner), step.isPurse ? purse : ['points'], step.units, now)
    case 'merge':
      return ledger.merge(step.owner, other(step.owner), allAssets, now)
    case 'hold':
      return holdNaively(ledger, step.owner, 'points', step.units, name, now + step.inDays * day)
    case 'release':
      return releaseNaively(ledger, String(referred(history, index, ['hold'], step.which)), step.units)
    case 'consume':
      return consumeNaively(ledger, String(referred(history, index, ['hold'], step.which)), step.units, name)
  }
}

type Which = 'all' | 'with value'

/** What both ledgers must agree on: every lot with value or consumption, every debt, every balance. */
export function describeState(state: LedgerState, which: Which = 'all') {
  const lots = [...state.lots.values()]
    .filter((lot) => lot.remainingUnits > 0 || (which === 'all' && lot.drawnUnits > 0))
    .map((lot) => {
      const { ownerId, asset } = state.accounts.get(lot.accountId)!
      const expires = lot.expiry?.at.getTime() ?? Infinity
      return lotText([
        ownerId,
        asset,
        Number(lot.source.id.slice(-12)),
        lot.remainingUnits,
        lot.drawnUnits,
        lot.heldUnits,
        expires,
      ])
    })
  const accounts = [...state.accounts.values()].map(({ ownerId, asset, balanceUnits, debtUnits }) =>
    [ownerId, asset, balanceUnits, debtUnits].join(' '),
  )
  return { lots: lots.sort(), accounts: accounts.sort() }
}

export function describeNaively(ledger: NaiveLedger, which: Which = 'all') {
  const lots = ledger.lots
    .filter((lot) => lot.left > 0 || (which === 'all' && lot.drawn > 0))
    .map((lot) => lotText([lot.owner, lot.asset, Number(lot.source), lot.left, lot.drawn, lot.held, lot.expires]))
  const accounts = owners.flatMap((ownerId) =>
    allAssets.map((asset) => [ownerId, asset, ledger.balance(ownerId, asset), ledger.debt(ownerId, asset)].join(' ')),
  )
  return { lots: lots.sort(), accounts: accounts.sort() }
}

function lotText(parts: (string | number)[]): string {
  return parts.join(' ')
}

export function acceptedPlan(planned: Planned): Plan | null {
  return isRefusal(planned) ? null : planned
}
