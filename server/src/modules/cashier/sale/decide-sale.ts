import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { Cart, PlannedTender, PricedSale, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { shiftFor } from '#modules/cashier/shift/shift-rules.ts'
import { tillOf as standOf } from '#modules/cashier/shift/lock-shifts.ts'
import { applyCouponUses, type CouponUse, planCouponUse } from '#modules/coupons/coupon-rules.ts'
import { refuseSpending } from '#modules/gift-cards/gift-card-rules.ts'
import { checkApproval } from '#modules/identity/approval-rules.ts'
import { applyPlan, type Plan } from '#modules/ledger/ledger-rules.ts'
import { refusePlanLines } from '#modules/passes/plan-facts.ts'
import type { Claim } from '#modules/payments/claim-rules.ts'
import type { CampaignUse } from '#modules/points/campaign-open-rules.ts'
import {
  applyPromotionUses,
  openPromotions,
  planPromotionUses,
  type PromotionUse,
} from '#modules/promotions/use-rules.ts'
import { takeTillDay } from '#modules/rewards/till-days.ts'
import type { StoreFacts } from '#modules/shops/store-facts.ts'
import { applyMoves, planMoves, type PlannedMove } from '#modules/stock/stock-rules.ts'
import { actorId, actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Turn } from '#platform/lane.ts'
import { businessDay, localDay } from '#shared/business-day.ts'
import { isRefusal, type Refusal, refuse } from '#shared/refusal.ts'
import { applyClaims, claimTenders } from './decide-tenders.ts'
import { planValue } from './decide-value.ts'
import { planCampaigns, saleEarnRule, type SaleOccasion, takeCampaigns } from './earn-hook.ts'
import { type HeldForSales, tillNumberOf } from './hold-for-sales.ts'
import { redeemRuleOn, tillDayUsesOf } from './redeem-hook.ts'
import { pricingFactsOf, refuseUnopened, type SaleFacts } from './sale-facts.ts'
import { saleRecordOf } from './sale-record-rules.ts'
import type { SaleRecord } from './sale-records.ts'
import { stockMovesOf } from './sale-stock-rules.ts'
import type { SaleInput } from './sell.ts'

/** A sale that will be booked, with every row it moves. */
export type DecidedSale = {
  turn: Turn<SaleInput>
  record: Omit<SaleRecord, 'receiptNumber'>
  till: { storeNumber: number; deviceNumber: number }
  moves: PlannedMove[]
  plans: Plan[]
  promotionUses: PromotionUse[]
  couponUses: CouponUse[]
  campaignUses: CampaignUse[]
  claims: Claim[]
  approval: Authority['approval']
  /** Its member never paid for anything before, and somebody asks. */
  isFirstVisit: boolean
}

type Authority = { approval: { id: string; approvedBy: string; reason: string } | null }

/** Everything but the record that one sale takes, planned together: all of it or nothing. */
type Takings = Pick<DecidedSale, 'moves' | 'plans' | 'promotionUses' | 'couponUses' | 'campaignUses' | 'claims'>

type Place = { store: StoreFacts; memberId: string | null; tierId: string | null; shiftId: string | null }

/**
 * Decides one sale against what its batch holds. Accepted, its stock, value, coupons, promotions and payments are taken from
 * what the next one sees; refused, nothing is.
 */
export function decideSale(turn: Turn<SaleInput>, facts: SaleFacts, held: HeldForSales): DecidedSale | Refusal {
  const { work, input } = turn
  const place = placeOf(turn, facts, held)
  if (isRefusal(place)) return place
  const unsellable =
    refuseUnopened(facts, input, work.at) ??
    refusePlanLines(facts.passes, input, localDay(work.at, place.store.timeZone))
  if (unsellable) return unsellable
  const priced = price(turn, facts, held, place)
  if (isRefusal(priced)) return priced
  const fingerprint = saleFingerprint(priced)
  if (fingerprint !== input.fingerprint) return refuse('quote_changed', { netCents: priced.netCents, fingerprint })
  const unknown = input.lines.find(({ salespersonId }) => salespersonId && !held.salespersons.has(salespersonId))
  if (unknown) return refuse('salesperson_not_found', { lineId: unknown.lineId })
  const authority = authorityFor(turn, priced, held)
  if (isRefusal(authority)) return authority
  const takings = plan(turn, facts, held, place, priced)
  if (isRefusal(takings)) return takings

  apply(held, takings)
  for (const use of tillDayUsesOf(priced.tenders)) takeTillDay(held.tillDays, use)
  const { memberId } = place
  const isFirstVisit = takeCampaigns(held.campaigns, { memberId, netCents: priced.netCents }, takings.campaignUses)
  const { approval } = authority
  if (approval) held.approvals.set(approval.id, { ...held.approvals.get(approval.id)!, usedAt: work.at })
  return {
    turn,
    approval,
    isFirstVisit,
    record: recordOf(turn, facts, held, place, priced, fingerprint),
    till: { storeNumber: place.store.number, deviceNumber: tillNumberOf(work, held) },
    ...takings,
  }
}

/** Where the sale is made, by whom and for whom. */
function placeOf({ work, input }: Turn<SaleInput>, facts: SaleFacts, held: HeldForSales): Place | Refusal {
  const store = facts.stores.get(input.storeId)
  if (!store) return refuse('store_not_found')
  const foreign = refuseForeignStore(work.actor, store.id)
  if (foreign) return foreign
  if (store.closedAt) return refuse('store_closed')
  const member = input.memberId ? held.members.get(input.memberId)! : null
  if (isRefusal(member)) return member
  const shiftId = shiftFor(held.shifts, standOf(work, store.id))
  if (isRefusal(shiftId)) return shiftId
  return { store, memberId: member?.id ?? null, tierId: member?.tierId ?? null, shiftId }
}

function price(turn: Turn<SaleInput>, facts: SaleFacts, held: HeldForSales, place: Place) {
  const { work, input } = turn
  const { memberId, tierId } = place
  const open = openPromotions(held.promotions, facts.promotions, memberId)
  const pricing = pricingFactsOf(facts, {
    ...input,
    member: memberId ? { memberId, tierId } : null,
    at: work.at,
    // The very list where all are open: what was prepared for it serves the whole batch.
    promotions: open.length === facts.promotions.length ? facts.promotions : open,
    coupons: (input.couponIds ?? []).flatMap((id) => held.coupons.coupons.get(id)?.coupon ?? []),
    earnRule: saleEarnRule(held.earnPolicy, held.campaigns, earnOccasion(turn, place)),
    redeemRule: redeemRuleOn(held.redeemPolicy, held.tillDays, { at: work.at, zone: place.store.timeZone }),
  })
  const priced = priceSale(cartOf(input), pricing)
  if (!isRefusal(priced) || input.netCents === undefined) return priced
  // Tenders that no longer fit are the consequence of another price: say the cause.
  const cart = priceCart(cartOf(input), pricing)
  const isOther = !isRefusal(cart) && cart.netCents !== input.netCents
  return isOther && tenderMisfits.has(priced.code) ? refuse('quote_changed', { netCents: cart.netCents }) : priced
}

/** The sale as campaigns of points see it. */
function earnOccasion({ work: { at } }: Turn<SaleInput>, { store, memberId, tierId }: Place): SaleOccasion {
  return { at, timeZone: store.timeZone, storeId: store.id, channel: 'till', memberId, tierId }
}

const tenderMisfits: ReadonlySet<string> = new Set([
  ...['tender_short', 'tender_over', 'cash_short', 'cash_not_needed', 'points_over_share'],
])

function plan(
  turn: Turn<SaleInput>,
  facts: SaleFacts,
  held: HeldForSales,
  place: Place,
  priced: PricedSale,
): Takings | Refusal {
  const { work, input, key: saleId } = turn
  const { store, memberId } = place
  const storeId = store.id
  const occasion = { saleId, storeId, memberId, timeZone: store.timeZone, at: work.at }
  const promotionUses = planPromotionUses(
    held.promotions,
    { saleId, storeId, memberId },
    priced.promotions.map(({ promotionId, version, offCents }) => ({ promotionId, version, offCents })),
  )
  if (isRefusal(promotionUses)) return promotionUses
  const couponUses = planCouponUse(
    held.coupons,
    occasion,
    priced.coupons.map(({ couponId, offCents }) => ({ couponId, offCents })),
  )
  if (isRefusal(couponUses)) return couponUses
  const claims = claimTenders(held.payments, {
    ...{ saleId, storeId, tenders: priced.tenders, currency: held.currency },
    takesWord: held.takesWord.get(storeId) ?? true,
    carried: input.exchange?.carried ?? new Map(),
  })
  if (isRefusal(claims)) return claims
  const moves = planMoves(
    held.stock,
    stockMovesOf(
      priced.lines.map(({ productId, quantityMilli }) => ({ itemId: productId, quantityMilli })),
      facts.items,
      { storeId, kind: 'sale', direction: -1, source: { kind: 'sale', id: saleId } },
    ),
  )
  if (isRefusal(moves)) return moves
  const { earnPolicy } = held
  const barred = priced.tenders
    .map((tender) => refuseCard(held, tender, storeId))
    .find((refusal) => refusal !== undefined)
  if (barred) return barred
  const plans = planValue(held.ledger, { saleId, at: work.at, memberId, store, priced, earnPolicy })
  if (isRefusal(plans)) return plans
  const campaignUses = planCampaigns(held, { ...earnOccasion(turn, place), saleId }, priced.gifts)
  return { moves, plans, promotionUses, couponUses, campaignUses, claims }
}

function refuseCard(held: HeldForSales, { kind, referenceId }: PlannedTender, storeId: string): Refusal | undefined {
  if (kind !== 'gift_card') return undefined
  const card = held.giftCards.get(referenceId!)!
  return isRefusal(card) ? card : refuseSpending(card, storeId)
}

function apply(held: HeldForSales, { moves, plans, promotionUses, couponUses, claims }: Takings): void {
  applyMoves(held.stock, moves)
  for (const plan of plans) applyPlan(held.ledger, plan)
  applyPromotionUses(held.promotions, promotionUses)
  applyCouponUses(held.coupons, couponUses)
  applyClaims(held.payments, claims)
}

function cartOf(input: SaleInput): Cart & { tenders: TenderRequest[] } {
  return input
}

/** A discount given by hand is the cashier's own right, or a manager's approval for this very sale, which then names who gave it. */
function authorityFor(
  { work, input, key }: Turn<SaleInput>,
  priced: PricedSale,
  held: HeldForSales,
): Authority | Refusal {
  const amountCents = priced.manualDiscountCents // the waiver is in it
  const permission = 'sale.discount'
  if (amountCents === 0 || actorMay(work.actor, permission)) return { approval: null }
  if (!input.approvalId) return refuse('discount_approval_needed', { permission, amountCents })
  const approval = held.approvals.get(input.approvalId)
  if (!approval) return refuse('approval_not_found')
  const subject = { kind: 'sale', id: key }
  const checked = checkApproval(
    approval,
    { permission, subject, amountCents, requestedBy: actorId(work.actor) ?? '' },
    work.at,
  )
  if (isRefusal(checked)) return checked
  return { approval: { id: approval.id, approvedBy: checked.approvedBy, reason: checked.reason } }
}

function recordOf(
  { input, work, key: saleId }: Turn<SaleInput>,
  facts: SaleFacts,
  held: HeldForSales,
  { store, shiftId }: Place,
  priced: PricedSale,
  fingerprint: string,
): Omit<SaleRecord, 'receiptNumber'> {
  const head = {
    id: saleId,
    storeId: store.id,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    shiftId,
    exchangeRefundId: input.exchange?.refundId ?? null,
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    happenedAt: work.at,
    at: work.at,
    cashierId: actorId(work.actor),
    memberId: input.memberId ?? null,
    note: input.note ?? null,
    approvalId: input.approvalId ?? null,
    fingerprint,
  }
  const items = new Map(
    priced.lines.map(({ productId }) => {
      const { kind, name } = facts.items.get(productId)!
      return [productId, { itemKind: kind, name }] as const
    }),
  )
  return saleRecordOf(head, priced, items, held.earnPolicy?.rule ?? null, input.lines)
}
