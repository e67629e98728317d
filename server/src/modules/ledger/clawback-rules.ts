import { assert } from '#shared/assert.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { assertUnits, book, changeDebt, finishDraft, lotsOf, startDraft, useLot } from './draft-rules.ts'
import { compareLots } from './draw-rules.ts'
import { accountIn, assetsWithDebt, freeUnits, isExpired, isUsable, type AccountKey } from './ledger-rules.ts'
import type { LedgerState, Plan, Posting, Source } from './ledger-rules.ts'
import { insufficient, type Insufficient } from './spend-rules.ts'

export type Clawback = {
  account: AccountKey
  units: number
  granted: Source | null // the source of the grant taken back: its lots go first, pending ones included (R13)
  shortfall: 'debt' | 'clamp' | 'refuse'
}
export type ClawbackPlan = Plan & { takenUnits: number; debtUnits: number; shortfallUnits: number }

/**
 * Takes back value that was granted and should not have been (R16).
 *
 * What the lots do not cover becomes a debt that later grants repay, or is dropped (`clamp`); the entry always carries
 * the amount that really moved.
 */
export function planClawback(
  state: LedgerState,
  { account: key, units, granted, shortfall }: Clawback,
  posting: Posting,
): ClawbackPlan | Insufficient | Refusal<'balance_too_large'> {
  assertUnits(units)
  const account = accountIn(state, key)
  assert(shortfall !== 'debt' || assetsWithDebt.includes(account.asset), `${account.asset} cannot owe`)
  const draft = startDraft(state, posting)
  const isOwn = (source: Source) => granted !== null && source.kind === granted.kind && source.id === granted.id
  const lots = lotsOf(draft, account.id)
    .filter((lot) => freeUnits(lot) > 0 && !isExpired(lot, posting.at))
    .filter((lot) => isUsable(lot, posting.at) || isOwn(lot.source))
    .sort((a, b) => Number(isOwn(b.source)) - Number(isOwn(a.source)) || compareLots(a, b, 'expiry'))

  const free = lots.reduce((sum, lot) => sum + freeUnits(lot), 0)
  // Lots that back an older debt are not the member's to lose a second time, unless the loss may be owed too.
  const takenUnits = Math.min(units, shortfall === 'debt' ? free : Math.max(0, free - account.debtUnits))
  const missing = units - takenUnits
  if (missing > 0 && shortfall === 'refuse') return insufficient([key], takenUnits, units)
  const debtUnits = shortfall === 'debt' ? missing : 0
  if (takenUnits + debtUnits > 0) {
    const entryId = book(draft, {
      kind: 'clawback',
      units: takenUnits + debtUnits,
      asset: account.asset,
      from: { accountId: account.id },
      to: { book: 'clawed_back' },
    })
    let left = takenUnits
    for (const [position, lot] of lots.entries()) {
      const now = Math.min(left, freeUnits(lot))
      if (now > 0) useLot(draft, entryId, lot.id, { units: now, position })
      left -= now
    }
    if (debtUnits > 0) changeDebt(draft, account.id, debtUnits)
  }
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, takenUnits, debtUnits, shortfallUnits: missing - debtUnits }
}
