import type { Work } from '#platform/work.ts'
import { heldOf, lockBudgets, lockCouponRows, readBudgets, readCoupons, readUnused } from './coupon-queries.ts'
import {
  type CouponState,
  type CouponUse,
  type HeldCoupon,
  planCouponReturn,
  whyNotUsable,
  type CouponReason,
} from './coupon-rules.ts'
import type { Coupon } from './coupon-types.ts'
import { insertReturns, insertUses, readUsesOfSale } from './use-queries.ts'

/**
 * Locks the coupons of a batch of sales and the budgets of their templates, budgets first, each in key order, and reads
 * them. One flight; nothing is sent without coupons. Unknown ids are absent.
 *
 * `state.coupons.get(id)?.coupon` is what pricing takes; then `planCouponUse`, `applyCouponUses`, `writeCouponUses`.
 */
export async function lockCoupons(work: Work, couponIds: readonly string[]): Promise<CouponState> {
  const unique = [...new Set(couponIds)]
  if (unique.length === 0) return { coupons: new Map(), budgets: new Map() }
  const [budgets, rows] = await Promise.all([lockBudgets(work, unique), lockCouponRows(work, unique)])
  return stateOf(rows, budgets)
}

function stateOf(
  rows: Awaited<ReturnType<typeof lockCouponRows>>,
  budgets: Awaited<ReturnType<typeof lockBudgets>>,
): CouponState {
  return {
    coupons: new Map(rows.map((row) => [row.id, heldOf(row)])),
    budgets: new Map(budgets.map(({ templateId, ...budget }) => [templateId, budget])),
  }
}

/** The same without locks, for a quote. */
export async function readCouponState(work: Work, couponIds: readonly string[]): Promise<CouponState> {
  const unique = [...new Set(couponIds)]
  if (unique.length === 0) return { coupons: new Map(), budgets: new Map() }
  const [rows, budgets] = await Promise.all([readCoupons(work, unique), readBudgets(work, unique)])
  return stateOf(rows, budgets)
}

/**
 * Writes planned uses of coupons that the caller holds, set-wise, and tells of each on its member's line. Its answer says nothing: it may
 * be left to the commit.
 */
export async function writeCouponUses(work: Work, uses: readonly CouponUse[]): Promise<void> {
  if (uses.length === 0) return
  const writing = insertUses(work, uses)
  work.emit(
    ...uses.map(({ couponId, templateId, saleId, offCents, memberId }) => ({
      type: 'coupon.used',
      subject: memberId ? { kind: 'member', id: memberId } : { kind: 'coupon', id: couponId },
      data: { couponId, templateId, saleId, offCents },
    })),
  )
  await writing
}

/**
 * Gives back the coupons of a sale that this refund reverses as a whole (R22); the caller knows that it does, and holds the
 * sale's row. Locks budgets and coupons. Nothing happens where no coupon was used, or all are back already.
 */
export async function returnCoupons(
  work: Work,
  { saleId, refundId, timeZone }: { saleId: string; refundId: string; timeZone: string },
): Promise<{ couponIds: string[] }> {
  const uses = await readUsesOfSale(work, saleId)
  if (uses.length === 0) return { couponIds: [] }
  const { coupons } = await lockCoupons(
    work,
    uses.map(({ couponId }) => couponId),
  )
  const returns = planCouponReturn(coupons, uses, { at: work.at, timeZone })
  if (returns.length === 0) return { couponIds: [] }
  await insertReturns(work, refundId, returns)
  const memberOf = new Map(uses.map(({ couponId, memberId }) => [couponId, memberId]))
  work.emit(
    ...returns.map(({ couponId, templateId, endsAt }) => {
      const memberId = memberOf.get(couponId)
      return {
        type: 'coupon.returned',
        subject: memberId ? { kind: 'member', id: memberId } : { kind: 'coupon', id: couponId },
        data: { couponId, templateId, saleId, refundId, endsAt: endsAt.toISOString() },
      }
    }),
  )
  return { couponIds: returns.map(({ couponId }) => couponId) }
}

/** The coupons that a sale still has in use: what its refund would give back, for the preview. */
export async function couponsOfSale(work: Work, saleId: string): Promise<HeldCoupon[]> {
  const uses = await readUsesOfSale(work, saleId)
  const state = await readCouponState(
    work,
    uses.map(({ couponId }) => couponId),
  )
  return [...state.coupons.values()]
}

const mostCoupons = 200

/**
 * What a member holds at a till: every coupon that is not used or over, soonest to end first, with the reason why not here or
 * not now. Whether the cart suffices is the pricing's to say.
 */
export async function usableCoupons(
  work: Work,
  { memberId, storeId, timeZone }: { memberId: string; storeId: string; timeZone: string },
): Promise<{ coupon: Coupon; note: string; reason: CouponReason | null }[]> {
  const rows = await readUnused(work, memberId, mostCoupons)
  return rows.map((row) => {
    const { coupon } = heldOf(row)
    const refusal = whyNotUsable(coupon, { storeId, timeZone, memberId, at: work.at })
    return { coupon, note: row.note, reason: refusal?.code ?? null }
  })
}
