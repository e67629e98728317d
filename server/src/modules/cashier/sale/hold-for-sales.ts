import type { Approval } from '#modules/identity/approval-rules.ts'
import { lockShifts, tillOf } from '#modules/cashier/shift/lock-shifts.ts'
import type { HeldShifts } from '#modules/cashier/shift/shift-rules.ts'
import type { CouponState } from '#modules/coupons/coupon-rules.ts'
import { lockCoupons } from '#modules/coupons/use-coupons.ts'
import { giftCardAccount, lockGiftCards } from '#modules/gift-cards/hold-cards.ts'
import { lockApprovals } from '#modules/identity/use-approval.ts'
import { lockLedger } from '#modules/ledger/post-ledger.ts'
import type { AccountKey, LedgerState } from '#modules/ledger/ledger-rules.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import type { PaymentFacts } from '#modules/payments/claim-rules.ts'
import { lockPayments } from '#modules/payments/claim-payments.ts'
import type { CampaignState } from '#modules/points/campaign-open-rules.ts'
import { knownEarnPolicy, type LiveEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { RedeemPolicy } from '#modules/points/redeem-rules.ts'
import type { Special } from '#modules/rewards/special-rules.ts'
import { holdTillDays } from '#modules/rewards/till-days.ts'
import { deviceNumbers } from '#modules/identity/device-numbers.ts'
import { userNames } from '#modules/identity/user-names.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import { readTakesWord } from './tender-policy.ts'
import { lockPromotionCounters } from '#modules/promotions/use-promotions.ts'
import type { PromotionState } from '#modules/promotions/use-rules.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { lockStock } from '#modules/stock/move-stock.ts'
import type { StockState } from '#modules/stock/stock-rules.ts'
import type { Actor } from '#platform/actor.ts'
import type { Turn } from '#platform/lane.ts'
import type { Work } from '#platform/work.ts'
import { earliestOf, holdCampaigns } from './earn-hook.ts'
import type { SaleFacts } from './sale-facts.ts'
import { stockKeysOf } from './sale-stock-rules.ts'
import type { SaleInput } from './sell.ts'

/** What a batch of sales has locked, as it stands. Decisions change `stock`, `approvals` and `ledger`, so that each sale sees those before it. */
export type HeldForSales = {
  shifts: HeldShifts
  payments: Map<string, PaymentFacts>
  stock: StockState
  approvals: Map<string, Approval>
  members: Awaited<ReturnType<typeof lockMembers>>
  promotions: PromotionState
  coupons: CouponState
  giftCards: Awaited<ReturnType<typeof lockGiftCards>>
  ledger: LedgerState
  earnPolicy: LiveEarnPolicy | null
  /** What campaigns of points know of the members, their budgets locked. */
  campaigns: CampaignState
  /** How points pay; null, too, where no sale of the batch is paid with them. */
  redeemPolicy: RedeemPolicy | null
  /** Redemption days, their budgets locked; empty where no sale is paid with points. */
  tillDays: Special[]
  deviceNumbers: ReadonlyMap<string, number>
  /** Of those named on lines, who there is. */
  salespersons: ReadonlySet<string>
  currency: string
  /** Stores that said whether they take money outside on the cashier's word. */
  takesWord: ReadonlyMap<string, boolean>
}

/** What must be known before anything is locked: by which rules points are earned, and the numbers of the tills. */
export type SalePolicies = Pick<HeldForSales, 'earnPolicy' | 'deviceNumbers'>

/** Reads the policies of a batch: with its facts, in one flight. */
export async function readSalePolicies(work: Work, turns: readonly Turn<SaleInput>[]): Promise<SalePolicies> {
  const deviceIds = turns.flatMap(({ work: { actor } }) => deviceIdOf(actor) ?? [])
  const [earnPolicy, numbers] = await Promise.all([
    knownEarnPolicy(work, earliestOf(turns)),
    deviceNumbers(work, deviceIds),
  ])
  return { earnPolicy, deviceNumbers: numbers }
}

function deviceIdOf(actor: Actor): string | null {
  return 'deviceId' in actor ? actor.deviceId : null
}

/** Whose numbers a sale takes: its till's, or those of the browsers that are none. */
export function tillNumberOf(
  { actor }: Pick<Work, 'actor'>,
  { deviceNumbers }: Pick<SalePolicies, 'deviceNumbers'>,
): number {
  return deviceNumbers.get(deviceIdOf(actor) ?? '') ?? 0
}

/** The member's accounts that a sale can touch. */
export function accountsOfMember(memberId: string): { stored: AccountKey[]; points: AccountKey } {
  return {
    stored: storedValuePurse(memberId),
    points: { ownerKind: 'member', ownerId: memberId, asset: 'points' },
  }
}

/**
 * Of members, the accounts that pay or may pay, and those that are credited alone: a member may hold thousands of lots of points,
 * and only points that pay need them.
 */
function accountsOfMembers(turns: readonly Turn<SaleInput>[], memberIds: readonly string[]) {
  const paying = new Set(
    turns.flatMap(({ input }) => (input.tenders.some(({ kind }) => kind === 'points') ? (input.memberId ?? []) : [])),
  )
  const accounts = memberIds.map((id) => ({ ...accountsOfMember(id), isPaying: paying.has(id) }))
  return {
    held: accounts.flatMap(({ stored, points, isPaying }) => (isPaying ? [...stored, points] : stored)),
    credited: accounts.flatMap(({ points, isPaying }) => (isPaying ? [] : [points])),
  }
}

function giftCardIdsOf({ tenders }: Pick<SaleInput, 'tenders'>): string[] {
  return tenders.flatMap((tender) => (tender.kind === 'gift_card' ? [tender.giftCardId] : []))
}

/** The payments outside that a sale takes; money carried over from an exchanged sale was taken before. */
export function paymentIdsOf({ tenders }: Pick<SaleInput, 'tenders'>): string[] {
  return tenders.flatMap((tender) =>
    tender.kind === 'other' && tender.paymentId && !tender.carriedTenderId ? [tender.paymentId] : [],
  )
}

/**
 * Locks, in the order of ARCHITECTURE and each in key order, shifts, payments, stock, approvals, members, the counters of limited
 * promotions, coupons, gift cards, accounts and budgets of campaigns of points, and reads what they hold, in one flight.
 */
export async function holdForSales(
  work: Work,
  turns: readonly Turn<SaleInput>[],
  facts: SaleFacts,
  policies: SalePolicies,
): Promise<HeldForSales> {
  const memberIds = [...new Set(turns.flatMap(({ input }) => input.memberId ?? []))]
  const cardIds = [...new Set(turns.flatMap(({ input }) => giftCardIdsOf(input)))]
  const { held, credited } = accountsOfMembers(turns, memberIds)
  const takesPoints = turns.some(({ input }) => input.tenders.some(({ kind }) => kind === 'points'))
  const [
    shifts,
    payments,
    stock,
    approvals,
    members,
    promotions,
    coupons,
    giftCards,
    ledger,
    campaigns,
    redeemPolicy,
    tillDays,
    rest,
  ] = await Promise.all([
    lockShifts(
      work,
      turns.map((turn) => tillOf(turn.work, turn.input.storeId)),
    ),
    lockPayments(
      work,
      turns.flatMap(({ input }) => paymentIdsOf(input)),
    ),
    lockStock(
      work,
      turns.flatMap(({ input }) => stockKeysOf(input, facts.items)),
    ),
    lockApprovals(
      work,
      turns.flatMap(({ input }) => input.approvalId ?? []),
    ),
    lockMembers(work, memberIds),
    lockPromotionCounters(work, facts.promotions, memberIds),
    lockCoupons(
      work,
      turns.flatMap(({ input }) => input.couponIds ?? []),
    ),
    lockGiftCards(work, cardIds),
    lockLedger(work, [...held, ...cardIds.map(giftCardAccount)], [], { credited, makesMissing: false }),
    holdCampaigns(work, policies.earnPolicy, memberIds, earliestOf(turns)),
    takesPoints ? readRedeemPolicy(work) : null,
    takesPoints ? holdTillDays(work) : [],
    readSideFacts(work, turns),
  ])
  return {
    ...{ shifts, payments, stock, approvals, members, promotions, coupons, giftCards, ledger },
    ...{ campaigns, redeemPolicy, tillDays },
    ...policies,
    ...rest,
  }
}

/** What few sales need: nothing is sent for those that name no salesperson and no money outside. */
async function readSideFacts(
  work: Work,
  turns: readonly Turn<SaleInput>[],
): Promise<Pick<HeldForSales, 'salespersons' | 'currency' | 'takesWord'>> {
  const named = turns.flatMap(({ input }) => input.lines.flatMap(({ salespersonId }) => salespersonId ?? []))
  const outside = turns.filter(({ input }) => input.tenders.some(({ kind }) => kind === 'other'))
  const hasPayments = outside.some(({ input }) => paymentIdsOf(input).length > 0)
  const [names, merchant, takesWord] = await Promise.all([
    named.length > 0 ? userNames(work, [...new Set(named)]) : null,
    hasPayments ? merchantFacts(work) : null,
    readTakesWord(
      work,
      outside.map(({ input }) => input.storeId),
    ),
  ])
  return { salespersons: new Set(names?.keys()), currency: merchant?.currency ?? '', takesWord }
}
