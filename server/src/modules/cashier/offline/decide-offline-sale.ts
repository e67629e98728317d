import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { planCampaigns, saleEarnRule, takeCampaigns } from '#modules/cashier/sale/earn-hook.ts'
import { earnBasisOf } from '#modules/cashier/pricing/tender-plan-rules.ts'
import { stockMovesOf } from '#modules/cashier/sale/sale-stock-rules.ts'
import { shiftFor } from '#modules/cashier/shift/shift-rules.ts'
import { applyCouponUses, type CouponUse, planCouponUse } from '#modules/coupons/coupon-rules.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { applyPlan, type Plan, type Posting } from '#modules/ledger/ledger-rules.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import type { CampaignUse } from '#modules/points/campaign-open-rules.ts'
import { giveCampaigns, sumOfGifts } from '#modules/points/campaign-rules.ts'
import type { CampaignGift } from '#modules/points/campaign-types.ts'
import { pointsTerms } from '#modules/points/earn-rules.ts'
import { applyMoves, planMoves, type PlannedMove } from '#modules/stock/stock-rules.ts'
import type { Work } from '#platform/work.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { refuseBeyondLimits } from './budget-rules.ts'
import { wrongDaySkewMs } from './clock-rules.ts'
import { contactName, type HeldForOffline, type OfflineTill, type ReadSale } from './hold-for-offline.ts'
import { valueTaken } from './made-sale-rules.ts'
import type { ConflictKind, FoundConflict } from './offline-types.ts'
import { freeNumber } from './receipt-counter-rules.ts'

/** A sale that will be booked as it was made, with the rows it moves and what a person should know of it. */
export type DecidedOffline = {
  read: ReadSale
  receiptNumber: string
  shiftId: string | null
  moves: PlannedMove[]
  plans: Plan[]
  couponUses: CouponUse[]
  taken: { storedCents: number; points: number }
  conflicts: FoundConflict[]
  /** What campaigns gave on top of the points that the receipt promised. */
  gifts: CampaignGift[]
  campaignUses: CampaignUse[]
  isFirstVisit: boolean
}

/**
 * Decides how a sale that has happened is booked. Nothing here refuses: goods that were not on the shelf go below zero, value
 * that the member did not have is borne by the shop, and each of it is a conflict for a person to look at. What it takes, the
 * next sale of the batch no longer finds.
 */
export function decideOfflineSale(
  work: Work,
  till: OfflineTill,
  held: HeldForOffline,
  read: ReadSale,
  isProven: boolean,
): DecidedOffline {
  const { sale } = read
  const conflicts: FoundConflict[] = []
  const add = (kind: ConflictKind, details: Record<string, unknown> = {}) => conflicts.push({ kind, details })
  const receiptNumber = freeNumber(sale.receiptNumber, (number) => held.numbers.has(number))
  held.numbers.add(receiptNumber)
  if (receiptNumber !== sale.receiptNumber) add('receipt_number_taken', { printed: sale.receiptNumber, receiptNumber })
  if (Math.abs(read.correctedMs) >= wrongDaySkewMs) {
    add('clock_wrong', { claimedAt: sale.happenedAt, happenedAt: read.happenedAt.toISOString() })
  }
  if (till.revokedAt && till.revokedAt <= work.at) add('device_revoked', { revokedAt: till.revokedAt.toISOString() })
  if (!isProven) add('cashier_unproven', { cashierId: sale.cashierId })
  noteMember(held, read, add)
  const taken = noteTrust(held, read, add)
  const moves = takeStock(held, till, read, add)
  const couponUses = useCoupons(held, till, read, add)
  const { gifts, ...earned } = giveLateCampaigns(held, till, read)
  const plans = moveValue(work, held, till, { ...read, gifts }, add)
  const shiftId = accept(shiftFor(held.shifts, { storeId: till.storeId, deviceId: till.id }, { hasHappened: true }))
  const closedShiftId = held.closedShifts.get(sale.saleId)
  if (closedShiftId) add('shift_closed', { shiftId: closedShiftId })
  return {
    read,
    receiptNumber,
    shiftId: closedShiftId ? null : shiftId,
    moves,
    plans,
    couponUses,
    taken,
    conflicts,
    gifts,
    ...earned,
  }
}

type Add = (kind: ConflictKind, details?: Record<string, unknown>) => void

function noteMember(held: HeldForOffline, { sale, memberId }: ReadSale, add: Add): void {
  if (!memberId) return
  if (memberId !== sale.input.memberId) add('member_merged', { memberId: sale.input.memberId, survivorId: memberId })
  const member = held.members.get(memberId)
  if (!isRefusal(member)) return
  add(member.code === 'member_blocked' ? 'member_blocked' : 'member_gone', { reason: member.code })
}

/** Notes a sale that went beyond what its till may take on trust, and counts it for those after it. */
function noteTrust(held: HeldForOffline, { sale, contactAt, memberId }: ReadSale, add: Add) {
  const taken = valueTaken(sale.made)
  const name = contactName(contactAt)
  const before = held.taken.get(name) ?? []
  const beyond = refuseBeyondLimits(held.limits, before, { memberId, ...taken })
  if (beyond) add('limit_exceeded', beyond.details)
  held.taken.set(name, [...before, { memberId, ...taken }])
  return taken
}

function takeStock(held: HeldForOffline, till: OfflineTill, { sale }: ReadSale, add: Add): PlannedMove[] {
  const requests = stockMovesOf(sale.made.lines, held.items, {
    storeId: till.storeId,
    kind: 'sale',
    direction: -1,
    source: { kind: 'sale', id: sale.saleId },
  })
  const asSold = planMoves(held.stock, requests)
  if (isRefusal(asSold)) add('stock_short', asSold.details)
  // The goods are gone: the shelf cannot refuse them any more.
  const moves = accept(
    planMoves(
      held.stock,
      requests.map((request) => ({ ...request, maySellBelowZero: true })),
    ),
  )
  applyMoves(held.stock, moves)
  return moves
}

/** Coupons, one by one: one that somebody else was faster with does not spoil the others. */
function useCoupons(held: HeldForOffline, till: OfflineTill, read: ReadSale, add: Add): CouponUse[] {
  const { sale, happenedAt, memberId } = read
  const occasion = {
    ...{ saleId: sale.saleId, storeId: till.storeId, timeZone: held.store.timeZone },
    ...{ memberId, at: happenedAt },
  }
  const used: CouponUse[] = []
  const lost: { couponId: string; offCents: number; reason: string }[] = []
  for (const coupon of sale.coupons) {
    const uses = planCouponUse(held.coupons, occasion, [coupon])
    if (isRefusal(uses)) {
      lost.push({ ...coupon, reason: uses.code })
      continue
    }
    applyCouponUses(held.coupons, uses)
    used.push(...uses)
  }
  if (lost.length > 0)
    add('coupon_used', { coupons: lost, offCents: lost.reduce((sum, each) => sum + each.offCents, 0) })
  return used
}

/**
 * What campaigns give to a sale that was made without a line: those of its own hour, on the basis that the till wrote down. Nothing
 * where the receipt promised no points: the till had no rule to count by.
 */
function giveLateCampaigns(held: HeldForOffline, till: OfflineTill, { sale, memberId, happenedAt }: ReadSale) {
  const { made } = sale
  const member = memberId ? held.members.get(memberId) : undefined
  const isThere = member && !isRefusal(member) && made.pointsEarned > 0
  const tierId = isThere ? member.tierId : null
  const { timeZone } = held.store
  const occasion = { at: happenedAt, timeZone, storeId: till.storeId, channel: 'offline' as const, tierId }
  const open = isThere ? saleEarnRule(held.earnPolicy, held.campaigns, { ...occasion, memberId }) : null
  const rule = made.earnRule && open?.campaigns ? { ...made.earnRule, campaigns: open.campaigns } : null
  const lines = made.lines.map(({ lineId, itemId, quantityMilli, isWeighed, ...line }) => {
    const categoryIds = held.items.get(itemId)?.categoryIds ?? []
    const basisCents = earnBasisOf(line, made.tenders, rule)
    return { lineId, productId: itemId, categoryIds, quantityMilli, isWeighed, basisCents }
  })
  const gifts = rule ? giveCampaigns(lines, rule) : []
  const campaignUses = planCampaigns(held, { ...occasion, memberId, saleId: sale.saleId }, gifts)
  const { netCents } = made
  return { gifts, campaignUses, isFirstVisit: takeCampaigns(held.campaigns, { memberId, netCents }, campaignUses) }
}

/** Stored value and points that paid, and points that the receipt promised. */
function moveValue(
  work: Work,
  held: HeldForOffline,
  till: OfflineTill,
  read: ReadSale & { gifts: CampaignGift[] },
  add: Add,
): Plan[] {
  const { sale, memberId } = read
  if (!memberId) return []
  const accounts = accountsOfMember(memberId)
  const { storedCents, points } = valueTaken(sale.made)
  const posting: Posting = {
    at: work.at,
    source: { kind: 'sale', id: sale.saleId },
    storeId: till.storeId,
    mintId: () => newId(work.at.getTime()),
    isActivity: true,
  }
  const plans: Plan[] = []
  const keep = (plan: Plan) => {
    applyPlan(held.ledger, plan)
    plans.push(plan)
  }
  if (storedCents > 0) {
    const plan = accept(
      planSpend(held.ledger, { accounts: accounts.stored, units: storedCents, shortfall: 'merchant' }, posting),
    )
    keep(plan)
    if (plan.shortfallUnits > 0) add('balance_short', { shortCents: plan.shortfallUnits, askedCents: storedCents })
  }
  if (points > 0) {
    const plan = accept(
      planSpend(held.ledger, { accounts: [accounts.points], units: points, shortfall: 'merchant' }, posting),
    )
    keep(plan)
    if (plan.shortfallUnits > 0) add('points_short', { shortPoints: plan.shortfallUnits, askedPoints: points })
  }
  const member = held.members.get(memberId)
  const isThere = !isRefusal(member) || member.code === 'member_blocked'
  if (sale.made.pointsEarned > 0 && held.earnPolicy && isThere) {
    const terms = pointsTerms(held.earnPolicy, read.happenedAt, held.store.timeZone)
    const units = sale.made.pointsEarned + sumOfGifts(read.gifts)
    keep(accept(planGrant(held.ledger, { account: accounts.points, units, terms }, posting)))
  }
  return plans
}
