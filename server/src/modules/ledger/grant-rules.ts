import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { book, finishDraft, openLot, startDraft } from './draft-rules.ts'
import { accountIn, type AccountKey, type Book, type DrawMode, type LedgerState } from './ledger-rules.ts'
import type { LotTerms, Plan, Posting } from './ledger-rules.ts'

/** The terms of a new lot; what is left out follows the posting: its source, earned and usable at once. */
export type GrantTerms = Pick<LotTerms, 'expiry'> & Partial<LotTerms>

export type Grant = {
  account: AccountKey
  units: number
  terms: GrantTerms
  kind?: 'grant' | 'reinstate' | 'adjust'
  from?: Book // default: issued; a reinstatement names where the value had gone
}
export type GrantPlan = Plan & { lotId: string | null; repaidUnits: number }

/** Credits new value as one lot. A debt is repaid before the lot opens (R16), so the lot may be smaller, or absent. */
export function planGrant(
  state: LedgerState,
  { account: key, units, terms, kind = 'grant', from = kind === 'adjust' ? 'adjusted' : 'issued' }: Grant,
  posting: Posting,
): GrantPlan | Refusal<'balance_too_large'> {
  const draft = startDraft(state, posting)
  const { id: accountId, asset } = accountIn(state, key)
  const entryId = book(draft, { kind, units, asset, from: { book: from }, to: { accountId } })
  const opened = openLot(draft, entryId, { accountId, units, terms: fullTerms(terms, posting) })
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, ...opened }
}

export type PairGrant = {
  principal: Omit<Grant, 'kind' | 'from'>
  bonus: Omit<Grant, 'kind' | 'from'> | null // null: nothing on top
  drawMode: DrawMode
  from?: Book
}
export type PairGrantPlan = Plan & { principalLotId: string; bonusLotId: string | null }

/** Credits what a top-up buys: principal and bonus as two lots that are drawn down together (R1, R2). */
export function planPairGrant(
  state: LedgerState,
  { principal, bonus, drawMode, from = 'issued' }: PairGrant,
  posting: Posting,
): PairGrantPlan | Refusal<'balance_too_large'> {
  const draft = startDraft(state, posting)
  const pairId = bonus ? posting.mintId() : null
  const open = (grant: Omit<Grant, 'kind' | 'from'>, side: 'principal' | 'bonus') => {
    const { id: accountId, asset } = accountIn(state, grant.account)
    const entryId = book(draft, {
      kind: 'grant',
      units: grant.units,
      asset,
      from: { book: from },
      to: { accountId },
    })
    const pair = pairId ? { id: pairId, side, drawMode } : null
    return openLot(draft, entryId, { accountId, units: grant.units, terms: fullTerms(grant.terms, posting), pair })
  }
  const principalLotId = open(principal, 'principal').lotId!
  const bonusLotId = bonus ? open(bonus, 'bonus').lotId : null
  const plan = finishDraft(draft)
  return isRefusal(plan) ? plan : { ...plan, principalLotId, bonusLotId }
}

function fullTerms(terms: GrantTerms, { source, at }: Posting): LotTerms {
  return { source, ruleVersion: null, earnedAt: at, usableFrom: at, idle: null, priority: 0, ...terms }
}
