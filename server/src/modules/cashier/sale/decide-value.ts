import type { PricedSale } from '#modules/cashier/pricing/pricing-types.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { applyPlan, type LedgerState, type Plan, type Posting } from '#modules/ledger/ledger-rules.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import { type EarnPolicy, pointsTerms } from '#modules/points/earn-rules.ts'
import type { StoreFacts } from '#modules/shops/store-facts.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { accountsOfMember } from './hold-for-sales.ts'

type ValueOfSale = {
  saleId: string
  at: Date
  memberId: string
  store: StoreFacts
  priced: PricedSale
  earnPolicy: EarnPolicy | null
}

/**
 * Points and stored value that pay, and points that are earned, planned against the member's locked accounts, in the order in
 * which the plans are to be applied: earned points see the spent ones gone. Changes nothing.
 */
export function planValue(
  ledger: LedgerState,
  { saleId, at, memberId, store, priced, earnPolicy }: ValueOfSale,
): Plan[] | Refusal {
  const accounts = accountsOfMember(memberId)
  const source = { kind: 'sale', id: saleId }
  const posting: Posting = { at, source, storeId: store.id, mintId: () => newId(at.getTime()) }
  const plans: Plan[] = []
  for (const { kind, points, amountCents } of priced.tenders) {
    if (kind !== 'points' && kind !== 'stored_value') continue
    const spend =
      kind === 'points'
        ? { accounts: [accounts.points], units: points }
        : { accounts: accounts.stored, units: amountCents }
    const plan = planSpend(ledger, spend, posting)
    if (isRefusal(plan)) return plan
    plans.push(plan)
  }
  if (priced.pointsEarned > 0 && earnPolicy) {
    const spentPoints = plans.filter((plan) => plan.entries.some(({ asset }) => asset === 'points'))
    const plan = planGrant(
      spentPoints.length > 0 ? withPlans(ledger, spentPoints) : ledger,
      { account: accounts.points, units: priced.pointsEarned, terms: pointsTerms(earnPolicy, at, store.timeZone) },
      posting,
    )
    if (isRefusal(plan)) return plan
    plans.push(plan)
  }
  return plans
}

/** The state with some plans applied, beside the state itself: a refusal after them leaves no trace. */
function withPlans(state: LedgerState, plans: readonly Plan[]): LedgerState {
  const listsOf = (lists: Map<string, string[]>) => new Map([...lists].map(([key, ids]) => [key, [...ids]]))
  const fork: LedgerState = {
    accounts: new Map(state.accounts),
    accountIds: new Map(state.accountIds),
    lots: new Map(state.lots),
    lotIds: listsOf(state.lotIds),
    lotIdsOfPair: listsOf(state.lotIdsOfPair),
    entries: new Map(state.entries),
    entryIdsOfSource: listsOf(state.entryIdsOfSource),
    reversalIds: listsOf(state.reversalIds),
  }
  for (const plan of plans) applyPlan(fork, plan)
  return fork
}
