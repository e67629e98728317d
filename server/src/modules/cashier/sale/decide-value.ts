import type { PricedSale } from '#modules/cashier/pricing/pricing-types.ts'
import { giftCardAccount } from '#modules/gift-cards/hold-cards.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { type AccountKey, applyPlan, type LedgerState, type Plan, type Posting } from '#modules/ledger/ledger-rules.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import { planTouch } from '#modules/ledger/touch-rules.ts'
import { type EarnPolicy, pointsTerms } from '#modules/points/earn-rules.ts'
import type { StoreFacts } from '#modules/shops/store-facts.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { accountsOfMember } from './hold-for-sales.ts'

type ValueOfSale = {
  saleId: string
  at: Date
  /** Null: a stranger, who may still pay by gift card. */
  memberId: string | null
  store: StoreFacts
  priced: PricedSale
  earnPolicy: EarnPolicy | null
}

/**
 * Points, gift cards and stored value that pay, and points that are earned, planned against locked accounts, in the order in
 * which the plans are to be applied: earned points see the spent ones gone. Changes nothing.
 */
export function planValue(
  ledger: LedgerState,
  { saleId, at, memberId, store, priced, earnPolicy }: ValueOfSale,
): Plan[] | Refusal {
  const accounts = memberId === null ? null : accountsOfMember(memberId)
  const source = { kind: 'sale', id: saleId }
  const isActivity = memberId !== null
  const posting: Posting = { at, source, storeId: store.id, mintId: () => newId(at.getTime()), isActivity }
  const plans: Plan[] = []
  for (const tender of priced.tenders) {
    const purse = purseOf(tender, accounts)
    if (!purse) continue
    const units = tender.kind === 'points' ? tender.points : tender.amountCents
    const plan = planSpend(ledger, { accounts: purse, units }, posting)
    if (isRefusal(plan)) return plan
    plans.push(plan)
  }
  if (accounts && priced.pointsEarned > 0 && earnPolicy) {
    const spentPoints = plans.filter((plan) => plan.entries.some(({ asset }) => asset === 'points'))
    const plan = planGrant(
      spentPoints.length > 0 ? withPlans(ledger, spentPoints) : ledger,
      { account: accounts.points, units: priced.pointsEarned, terms: pointsTerms(earnPolicy, at, store.timeZone) },
      posting,
    )
    if (isRefusal(plan)) return plan
    plans.push(plan)
  }
  const hasPoints = plans.some((plan) => plan.entries.some(({ asset }) => asset === 'points'))
  const touch = accounts && !hasPoints ? planTouch(ledger, accounts.points, at) : null
  return touch ? [...plans, touch] : plans
}

/** The accounts that a tender is paid from; undefined for money. Pricing refused points and stored value without a member. */
function purseOf(
  { kind, referenceId }: PricedSale['tenders'][number],
  accounts: ReturnType<typeof accountsOfMember> | null,
): readonly AccountKey[] | undefined {
  if (kind === 'gift_card') return [giftCardAccount(referenceId!)]
  if (kind === 'points') return [accounts!.points]
  return kind === 'stored_value' ? accounts!.stored : undefined
}

/** The state with some plans applied, beside the state itself: a refusal after them leaves no trace. */
function withPlans(state: LedgerState, plans: readonly Plan[]): LedgerState {
  const listsOf = (lists: Map<string, string[]>) => new Map([...lists].map(([key, ids]) => [key, [...ids]]))
  const fork: LedgerState = {
    accounts: new Map(state.accounts),
    accountIds: new Map(state.accountIds),
    lots: new Map(state.lots),
    lotIds: listsOf(state.lotIds),
    unreadLots: state.unreadLots,
    lotIdsOfPair: listsOf(state.lotIdsOfPair),
    entries: new Map(state.entries),
    entryIdsOfSource: listsOf(state.entryIdsOfSource),
    reversalIds: listsOf(state.reversalIds),
  }
  for (const plan of plans) applyPlan(fork, plan)
  return fork
}
