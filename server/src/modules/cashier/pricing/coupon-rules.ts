import { whyNotUsable } from '#modules/coupons/coupon-rules.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import { isInScope } from '#modules/catalog/item-scope-rules.ts'
import { bpsOf } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import {
  compareIds,
  dearestFirst,
  type LineDraft,
  piecesOf,
  spreadOff,
  sumOfNets,
  valueOfPieces,
} from './line-draft.ts'
import type { AppliedCoupon, CouponMisfitCode, PricingFacts } from './pricing-types.ts'

type Misfit = Refusal<CouponMisfitCode>

/**
 * Takes coupons off the lines (R20, fourth step), by priority, ties by id; each sees what those before it left (R21).
 *
 * A coupon that does not fit takes nothing and says why: a cart changes while it is open. Booking refuses a cart with one.
 */
export function applyCoupons(
  drafts: readonly LineDraft[],
  couponIds: readonly string[],
  facts: PricingFacts,
): AppliedCoupon[] {
  const known = new Map(facts.coupons.map((coupon) => [coupon.couponId, coupon]))
  const unknown = couponIds.filter((id) => !known.has(id)).map((id) => unfit(id, refuse('coupon_not_found')))
  const asked = couponIds.flatMap((id) => known.get(id) ?? [])
  const ordered = asked.sort((a, b) => a.priority - b.priority || compareIds(a.couponId, b.couponId))
  const used: Coupon[] = []
  const applied = ordered.map((coupon) => {
    const misfit = misfitOf(coupon, used, facts) ?? take(coupon, drafts)
    if (typeof misfit !== 'number') return { ...named(coupon), offCents: 0, misfit }
    used.push(coupon)
    return { ...named(coupon), offCents: misfit, misfit: null }
  })
  return [...applied, ...unknown]
}

function named({ couponId, templateId, name }: Coupon) {
  return { couponId, templateId, name }
}

function unfit(couponId: string, misfit: Misfit): AppliedCoupon {
  return { couponId, templateId: '', name: '', offCents: 0, misfit }
}

/** Why a coupon cannot be used here, now, by this customer, beside those already used; undefined where it can. */
function misfitOf(coupon: Coupon, used: readonly Coupon[], facts: PricingFacts): Misfit | undefined {
  const { couponId, stacking } = coupon
  if (used.some((other) => other.couponId === couponId)) return refuse('coupon_twice')
  const { storeId, timeZone, member } = facts
  const reason = whyNotUsable(coupon, { storeId, timeZone, memberId: member?.memberId ?? null, at: new Date(facts.at) })
  if (reason) return reason
  if (stacking.group !== null && used.some((other) => other.stacking.group === stacking.group)) {
    return refuse('coupon_group_taken')
  }
  const same = used.filter((other) => other.templateId === coupon.templateId).length
  return same >= stacking.perSale ? refuse('coupon_per_sale_reached', { perSale: stacking.perSale }) : undefined
}

/** Takes the coupon off the lines it may touch. Thresholds and rates see those lines as they stand; no more is taken. */
function take(coupon: Coupon, drafts: readonly LineDraft[]): number | Misfit {
  const { benefit, thresholdCents } = coupon
  const open = drafts.filter((draft) => isOpenTo(coupon, draft))
  const giftLines = benefit.kind === 'gift' ? open.filter(({ product }) => product.productId === benefit.productId) : []
  // What the coupon gives for nothing does not help to reach its own threshold.
  const counted = open.filter((draft) => isInScope(coupon.scope, draft.product) && !giftLines.includes(draft))
  const amountCents = sumOfNets(counted)
  if (counted.length === 0 && benefit.kind !== 'gift') return refuse('coupon_without_items')
  if (amountCents < thresholdCents) {
    return refuse('coupon_below_threshold', { thresholdCents, missingCents: thresholdCents - amountCents })
  }
  const { lines, weights } = benefit.kind === 'gift' ? giftsOf(benefit.quantity, giftLines) : netsOf(counted)
  const mostCents = weights.reduce((sum, weight) => sum + weight, 0)
  const offCents = Math.min(mostCents, offOf(benefit, mostCents))
  if (offCents === 0) {
    return benefit.kind === 'gift'
      ? refuse('coupon_gift_missing', { productId: benefit.productId })
      : refuse('coupon_without_items')
  }
  const { couponId, templateId, name } = coupon
  spreadOff(lines, 'coupon', offCents, { couponId, templateId, name, kind: benefit.kind, offCents }, weights)
  return offCents
}

function isOpenTo({ stacking }: Coupon, draft: LineDraft): boolean {
  return (
    draft.product.isDiscountable &&
    draft.takesCoupons &&
    (stacking.withPromotions || !draft.isPromoted) &&
    (stacking.withMemberPrice || !draft.isMemberPriced)
  )
}

function offOf(benefit: Coupon['benefit'], amountCents: number): number {
  if (benefit.kind === 'amount') return benefit.offCents
  if (benefit.kind === 'gift') return amountCents
  const offCents = bpsOf(amountCents, benefit.offBps)
  return Math.min(offCents, benefit.capCents ?? offCents)
}

function netsOf(lines: readonly LineDraft[]) {
  return { lines, weights: lines.map((draft) => draft.netCents) }
}

/** The pieces that become free: the dearest first, as many as there are. */
function giftsOf(quantity: number, giftLines: readonly LineDraft[]) {
  let left = quantity
  const lines: LineDraft[] = []
  const weights: number[] = []
  for (const draft of dearestFirst(giftLines)) {
    const pieces = Math.min(left, piecesOf(draft))
    if (pieces === 0) break
    left -= pieces
    lines.push(draft)
    weights.push(valueOfPieces(draft, pieces))
  }
  return { lines, weights }
}
