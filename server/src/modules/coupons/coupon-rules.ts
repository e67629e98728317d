import { endOfLocalDay, addDays, localDay } from '#shared/business-day.ts'
import { assert } from '#shared/assert.ts'
import { isWithinTimes } from '#shared/recurring-times.ts'
import { type Refusal, refuse } from '#shared/refusal.ts'
import type { Coupon } from './coupon-types.ts'

/** Offered: on its way to another member, nobody's to use. */
export type CouponStatus = 'unused' | 'offered' | 'used' | 'void'

/** A coupon as it stands while its row is locked. */
export type HeldCoupon = {
  coupon: Coupon
  status: CouponStatus
  /** How often it was used and given back before. */
  turn: number
  returnGraceDays: number
}

/** What a template's coupons took off together, where that is limited. */
export type CouponBudget = { budgetCents: number; spentCents: number }

/** Locked coupons and budgets. `applyCouponUses` changes them, so that the next sale of a batch sees what this one took. */
export type CouponState = {
  coupons: Map<string, HeldCoupon>
  budgets: Map<string, CouponBudget>
}

/** Where and when, and whose sale it is; `memberId` null is a stranger's. */
export type CouponOccasion = { storeId: string; timeZone: string; memberId: string | null; at: Date }

export type CouponReason =
  | 'coupon_used'
  | 'coupon_void'
  | 'coupon_offered'
  | 'coupon_not_yet'
  | 'coupon_expired'
  | 'coupon_of_another'
  | 'coupon_not_here'
  | 'coupon_not_now'

/**
 * Why a coupon cannot be used on this occasion, whatever is in the cart: undefined when it can.
 *
 * Its end is exclusive: at the very instant it is expired (R11). What the cart must hold is the pricing's to say.
 */
export function whyNotUsable(coupon: Coupon, occasion: CouponOccasion): Refusal<CouponReason> | undefined {
  const { couponId, storeIds } = coupon
  if (occasion.at >= new Date(coupon.endsAt)) return refuse('coupon_expired', { couponId })
  if (occasion.at < new Date(coupon.startsAt)) return refuse('coupon_not_yet', { couponId })
  if (coupon.memberId !== null && coupon.memberId !== occasion.memberId) {
    return refuse('coupon_of_another', { couponId })
  }
  if (storeIds !== null && !storeIds.includes(occasion.storeId)) return refuse('coupon_not_here', { couponId })
  if (!isWithinTimes(coupon.times, occasion.at, occasion.timeZone)) return refuse('coupon_not_now', { couponId })
  return undefined
}

const refusalOfStatus = { used: 'coupon_used', offered: 'coupon_offered', void: 'coupon_void' } as const

/** What one sale takes off by one coupon, as priced. */
export type CouponUseRequest = { couponId: string; offCents: number }

export type CouponUse = CouponUseRequest & {
  templateId: string
  turn: number
  saleId: string
  storeId: string
  memberId: string | null
  /** Whether its template has a budget, which this use moves. */
  hasBudget: boolean
  /** Who and when, where one flight writes the uses of several sales; left out, it is the work's own. */
  by?: { actorId: string | null; at: Date }
}

export type CouponUseRefusal = Refusal<CouponReason | 'coupon_not_found' | 'coupon_budget_spent'>

/**
 * Takes the coupons of one sale: all of them, or none and a refusal (R32). One budget may pay for several of them.
 *
 * Refuses coupons that are used, void, over, not yet begun, of another member or not for this store and time, and what
 * would take a template beyond its budget.
 */
export function planCouponUse(
  state: CouponState,
  sale: CouponOccasion & { saleId: string },
  requests: readonly CouponUseRequest[],
): CouponUse[] | CouponUseRefusal {
  const { saleId, storeId, memberId } = sale
  const spent = new Map<string, number>()
  const uses: CouponUse[] = []
  assert(new Set(requests.map(({ couponId }) => couponId)).size === requests.length, 'a sale takes a coupon once')
  for (const { couponId, offCents } of requests) {
    const held = state.coupons.get(couponId)
    if (!held) return refuse('coupon_not_found', { couponId })
    if (held.status !== 'unused') return refuse(refusalOfStatus[held.status], { couponId })
    const { coupon, turn } = held
    const reason = whyNotUsable(coupon, sale)
    if (reason) return reason
    const { templateId } = coupon
    const budget = state.budgets.get(templateId)
    const before = spent.get(templateId) ?? budget?.spentCents ?? 0
    if (budget && before + offCents > budget.budgetCents) {
      return refuse('coupon_budget_spent', { couponId, leftCents: budget.budgetCents - before })
    }
    spent.set(templateId, before + offCents)
    uses.push({ couponId, offCents, templateId, turn, saleId, storeId, memberId, hasBudget: budget !== undefined })
  }
  return uses
}

/** Makes planned uses part of what later plans of the same batch see. */
export function applyCouponUses(state: CouponState, uses: readonly CouponUse[]): void {
  for (const { couponId, templateId, offCents } of uses) {
    state.coupons.set(couponId, { ...state.coupons.get(couponId)!, status: 'used' })
    const budget = state.budgets.get(templateId)
    if (budget) state.budgets.set(templateId, { ...budget, spentCents: budget.spentCents + offCents })
  }
}

/** A use that a reversed sale gives back. */
export type CouponReturn = { couponId: string; templateId: string; turn: number; offCents: number; endsAt: Date }

/**
 * Gives coupons back: to be called only when the whole sale is reversed (R22).
 *
 * A coupon keeps its end. One that ended meanwhile is good for the grace of its template: to the end of the store's day so
 * many days after the return; without grace it comes back expired.
 */
export function planCouponReturn(
  held: ReadonlyMap<string, HeldCoupon>,
  uses: readonly { couponId: string; turn: number; offCents: number }[],
  { at, timeZone }: { at: Date; timeZone: string },
): CouponReturn[] {
  return uses.flatMap(({ couponId, turn, offCents }) => {
    const now = held.get(couponId)
    if (!now || now.status !== 'used' || now.turn !== turn) return []
    const ended = new Date(now.coupon.endsAt)
    const hasGrace = ended <= at && now.returnGraceDays > 0
    const endsAt = hasGrace ? endOfLocalDay(addDays(localDay(at, timeZone), now.returnGraceDays), timeZone) : ended
    return [{ couponId, templateId: now.coupon.templateId, turn, offCents, endsAt }]
  })
}
