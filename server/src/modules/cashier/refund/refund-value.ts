import type { RefundTender } from '#modules/cashier/pricing/refund-plan-rules.ts'
import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { giftCardAccount } from '#modules/gift-cards/hold-cards.ts'
import { planClawback } from '#modules/ledger/clawback-rules.ts'
import { book, finishDraft, startDraft } from '#modules/ledger/draft-rules.ts'
import {
  type AccountKey,
  applyPlan,
  type Asset,
  emptyLedger,
  type Expiry,
  type LedgerState,
  type Plan,
  type Posting,
} from '#modules/ledger/ledger-rules.ts'
import { type ExpiredPolicy, planRestore, type Restore } from '#modules/ledger/restore-rules.ts'
import { type EarnPolicy, pointsTerms } from '#modules/points/earn-rules.ts'
import type { RedeemPolicy } from '#modules/points/redeem-rules.ts'
import { addDays, endOfLocalDay, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import type { Missing, Shortfall } from './shortfall-rules.ts'

export type ValueBack = {
  saleId: string
  refundId: string
  storeId: string
  zone: string
  at: Date
  /** Who gets it: the member of the sale, or who they were merged into; null for a stranger's. */
  holderId: string | null
  /** The gift cards that paid, by tender. */
  giftCards: ReadonlyMap<string, string>
  tenders: readonly RefundTender[]
  pointsReversed: number
  earnPolicy: EarnPolicy | null
  redeemPolicy: RedeemPolicy | null
  /** What a sale made offline had taken from nobody. */
  shortfall: Shortfall
}

/** The rows that a refund moves, and by tender the units that nobody got. */
export type PlannedBack = { plans: Plan[]; shortUnits: ReadonlyMap<string, number> }

/**
 * Plans what a refund moves of value, applied to the state as it goes: stored value, gift cards and points back into the very
 * lots that paid (R4, R15), then the points that the rest of the sale no longer earns, as a debt where they are spent (R14, R16).
 *
 * What a sale made offline had taken from nobody goes back to nobody: to the shortfall that stood in for it, or to the shop's
 * corrections where somebody had decided that the shop bears it.
 */
export function planValueBack(ledger: LedgerState, back: ValueBack): PlannedBack {
  const { saleId, refundId, storeId, at, holderId, tenders, pointsReversed } = back
  const accounts = holderId === null ? null : accountsOfMember(holderId)
  const granted = { kind: 'sale', id: saleId }
  const source = { kind: 'refund', id: refundId }
  const posting: Posting = { at, source, storeId, mintId: () => newId(at.getTime()) }
  const plans: Plan[] = []
  const shortUnits = new Map<string, number>()
  const take = (plan: Plan) => {
    applyPlan(ledger, plan)
    plans.push(plan)
  }
  for (const { tenderId, kind, points, amountCents } of tenders) {
    const units = kind === 'points' ? points : amountCents
    const purse = purseOf(kind, accounts, back.giftCards.get(tenderId))
    if (!purse || units === 0) continue
    const isOwn = kind === 'gift_card'
    const assets = purse.map(({ asset }) => asset)
    // Money never lapses because its lot did meanwhile: it comes back as new.
    const expired = kind === 'points' ? returnPolicyOf(back) : ({ policy: 'reopen', expiry: null } as const)
    const restore = { spend: granted, units, owner: purse[0]!, assets, isOwn, expired }
    const missing = back.shortfall.get(kind)
    const { plan, short } = restoreWhatWasTaken(ledger, restore, posting, missing?.units ?? 0)
    if (plan) take(plan)
    if (missing && short > 0) {
      take(undoShortfall(assets[0]!, short, missing, posting))
      shortUnits.set(tenderId, short)
    }
  }
  if (accounts && pointsReversed > 0) {
    const clawback = { account: accounts.points, units: pointsReversed, granted, shortfall: 'debt' } as const
    take(accept(planClawback(ledger, clawback, posting)))
  }
  return { plans, shortUnits }
}

/**
 * Gives back no more than the account really gave: a sale made offline may have spent beyond it (by `mostShort`), which nobody is owed.
 * Any other difference between what is asked and what was taken is refused.
 */
function restoreWhatWasTaken(
  ledger: LedgerState,
  restore: Restore,
  posting: Posting,
  mostShort: number,
): { plan: Plan | null; short: number } {
  const plan = planRestore(ledger, restore, posting)
  if (!isRefusal(plan)) return { plan, short: 0 }
  const units = plan.code === 'spend_not_found' ? 0 : Number(plan.details['restorableUnits'] ?? 0)
  const short = restore.units - units
  if (plan.code === 'balance_too_large' || short > mostShort) return accept(plan)
  return { plan: units === 0 ? null : accept(planRestore(ledger, { ...restore, units }, posting)), short }
}

function undoShortfall(asset: Asset, units: number, { isBorne }: Missing, posting: Posting): Plan {
  const draft = startDraft(emptyLedger(), posting)
  const to = { book: isBorne ? 'adjusted' : 'offline_shortfall' } as const
  book(draft, { kind: 'adjust', asset, units, from: { book: 'spent' }, to })
  return accept(finishDraft(draft))
}

function purseOf(
  kind: RefundTender['kind'],
  accounts: ReturnType<typeof accountsOfMember> | null,
  giftCardId: string | undefined,
): readonly AccountKey[] | undefined {
  if (kind === 'gift_card') return [giftCardAccount(giftCardId!)]
  if (kind === 'points') return [accounts!.points]
  return kind === 'stored_value' ? accounts!.stored : undefined
}

/** What the published rules say of redeemed points whose lot expired meanwhile (R15); without any, a week of grace. */
function returnPolicyOf({ redeemPolicy, earnPolicy, at, zone }: ValueBack): ExpiredPolicy {
  const { returnedExpired, graceDays } = redeemPolicy ?? { returnedExpired: 'grace', graceDays: 7 }
  if (returnedExpired === 'void') return { policy: 'void' }
  if (returnedExpired === 'as_new') {
    const { expiry, idle = null } = earnPolicy ? pointsTerms(earnPolicy, at, zone) : { expiry: null }
    return { policy: 'reopen', expiry, idle }
  }
  const day = addDays(localDay(at, zone), graceDays)
  const expiry: Expiry = { at: endOfLocalDay(day, zone), day, zone }
  return { policy: 'reopen', expiry }
}
