import type { PricedSale } from '#modules/cashier/pricing/pricing-types.ts'
import { giftCardAccount } from '#modules/gift-cards/hold-cards.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import {
  accountIn,
  type AccountKey,
  accountName,
  applyPlan,
  type LedgerState,
  type Plan,
  type Posting,
} from '#modules/ledger/ledger-rules.ts'
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
      spentPoints.length > 0 ? accountAfter(ledger, accounts.points, spentPoints) : ledger,
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

/**
 * One account with some plans applied, beside the state itself: a refusal after them leaves no trace. Costs what the account
 * holds, whatever else the batch has locked.
 */
function accountAfter(state: LedgerState, key: AccountKey, plans: readonly Plan[]): LedgerState {
  const account = accountIn(state, key)
  const lotIds = state.lotIds.get(account.id) ?? []
  const unread = state.unreadLots.get(account.id)
  const after: LedgerState = {
    accounts: new Map([[account.id, account]]),
    accountIds: new Map([[accountName(key), account.id]]),
    lots: new Map(lotIds.map((id) => [id, state.lots.get(id)!])),
    lotIds: new Map([[account.id, [...lotIds]]]),
    unreadLots: new Map(unread ? [[account.id, unread]] : []),
    lotIdsOfPair: new Map(),
    entries: new Map(),
    entryIdsOfSource: new Map(),
    reversalIds: new Map(),
  }
  for (const plan of plans) applyPlan(after, plan)
  return after
}
