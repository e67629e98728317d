import {
  type AccountKey,
  accountName,
  availableUnits,
  type Expiry,
  type LedgerState,
  type Source,
} from '#modules/ledger/ledger-rules.ts'
import { lockLedger, readLedger } from '#modules/ledger/post-ledger.ts'
import type { Work } from '#platform/work.ts'
import { type Day, endOfLocalDay, localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { lockPasses, readPasses, readTaken, readTakenNear } from './pass-queries.ts'
import type { Pass, Taken } from './pass-rules.ts'
import type { PassComponent } from './plan-types.ts'

/** A pass with all that a decision over it needs. `today` is the day in its own zone. */
export type HeldPass = {
  pass: Pass
  today: Day
  taken: readonly Taken[]
  /** Units used and not undone, by component. */
  usedUnits: ReadonlyMap<string, number>
  /** Counted units that are free, of the components whose accounts are held; null: no end of them. */
  left: ReadonlyMap<string, number | null>
  ledger: LedgerState
}

/** Clocks of machines differ a little; beyond that somebody turned one back. */
const clockSkewMs = 300_000

export function visitAccount(passId: string, componentId: string): AccountKey {
  return { ownerKind: 'pass', ownerId: passId, asset: `visit:${componentId}` }
}

export function accountsOf({ id, terms }: Pick<Pass, 'id' | 'terms'>): AccountKey[] {
  return terms.components.map((component) => visitAccount(id, component.id))
}

export function expiryOf(day: Day | null, zone: string): Expiry | null {
  return day === null ? null : { at: endOfLocalDay(day, zone), day, zone }
}

function heldOf(work: Work, pass: Pass, taken: readonly Taken[], ledger: LedgerState): HeldPass {
  const usedUnits = new Map<string, number>()
  for (const { componentId, units, isHeld } of taken) {
    if (!isHeld) usedUnits.set(componentId, (usedUnits.get(componentId) ?? 0) + units)
  }
  const leftOf = ({ id, units }: PassComponent) =>
    units === null ? null : availableUnits(ledger, [visitAccount(pass.id, id)], work.at)
  const held = pass.terms.components.filter(({ id }) => ledger.accountIds.has(accountName(visitAccount(pass.id, id))))
  const left = new Map(held.map((component) => [component.id, leftOf(component)]))
  return { pass, today: localDay(work.at, pass.zone), taken, usedUnits, left, ledger }
}

/**
 * Locks one pass and its accounts and reads what a change needs. `sources`: past entries that may be reversed. Refuses an unknown
 * pass, and a moment before the last one that something happened to it: a clock was turned back.
 */
export async function lockPass(work: Work, passId: string, sources: readonly Source[] = []): Promise<HeldPass> {
  const [[found], taken] = await Promise.all([lockPasses(work, [passId]), readTaken(work, [passId])])
  const pass = standing(work, found)
  return heldOf(work, pass, taken.get(passId) ?? [], await lockLedger(work, accountsOf(pass), sources))
}

/**
 * The same for a visit, in the caller's flight: of the accounts that of one component alone, and what was taken as far as a visit near
 * now asks for it (`readTakenNear`). Refuses as `lockPass`; whether the plan has the component is the caller's to ask.
 */
export async function lockForVisit(work: Work, passId: string, componentId: string): Promise<HeldPass> {
  const [[pass], taken, ledger] = await Promise.all([
    lockPasses(work, [passId]),
    readTakenNear(work, passId),
    lockLedger(work, [visitAccount(passId, componentId)], [], { makesMissing: false }),
  ])
  return heldOf(work, standing(work, pass), taken, ledger)
}

function standing(work: Work, pass: Pass | undefined): Pass {
  if (!pass) throw new Refused('pass_not_found')
  if (work.at.getTime() < pass.lastAt.getTime() - clockSkewMs) {
    throw new Refused('clock_moved_back', { lastAt: pass.lastAt.toISOString() })
  }
  return pass
}

/** Passes as they stand, without locks, in the order asked for; unknown ones are left out. */
export async function readHeldPasses(work: Work, passIds: readonly string[]): Promise<HeldPass[]> {
  if (passIds.length === 0) return []
  const [passes, taken] = await Promise.all([readPasses(work, passIds), readTaken(work, passIds)])
  const ledger = await readLedger(work, passes.flatMap(accountsOf))
  const byId = new Map(passes.map((pass) => [pass.id, pass]))
  return passIds.flatMap((id) => {
    const pass = byId.get(id)
    return pass ? [heldOf(work, pass, taken.get(id) ?? [], ledger)] : []
  })
}

export async function readHeldPass(work: Work, passId: string): Promise<HeldPass> {
  const [held] = await readHeldPasses(work, [passId])
  if (!held) throw new Refused('pass_not_found')
  return held
}

export function componentOf({ terms }: Pick<Pass, 'terms'>, componentId: string): PassComponent {
  const component = terms.components.find(({ id }) => id === componentId)
  if (!component) throw new Refused('pass_component_not_found')
  return component
}

/** When a pass was last touched, for a clock that never runs backwards on it. */
export function laterOf(a: Date, b: Date): Date {
  return a < b ? b : a
}
