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
 * A coupon with all that stays the same whatever others take: why it cannot be used here, now, by this customer, and the lines
 * it may touch. Found once, when first asked for.
 */
type PreparedCoupon = { coupon: Coupon; reason: () => Misfit | undefined; reach: () => Reach }
export type PreparedCoupons = ReadonlyMap<string, PreparedCoupon>

type GiftBenefit = Extract<Coupon['benefit'], { kind: 'gift' }>

/** Lines that count towards the threshold and the rate, and those that the coupon makes free. */
type Reach = { counted: readonly LineDraft[]; giftLines: readonly LineDraft[] }

export function prepareCoupons(drafts: readonly LineDraft[], facts: PricingFacts): PreparedCoupons {
  return new Map(
    facts.coupons.map((coupon) => [
      coupon.couponId,
      { coupon, reason: once(() => reasonOf(coupon, facts)), reach: once(() => reachOf(coupon, drafts)) },
    ]),
  )
}

function once<T>(find: () => T): () => T {
  let found: { value: T } | undefined
  return () => (found ??= { value: find() }).value
}

/**
 * Takes coupons off the lines (R20, fourth step), by priority, ties by id; each sees what those before it left (R21).
 *
 * A coupon that does not fit takes nothing and says why: a cart changes while it is open. Booking refuses a cart with one.
 */
export function applyCoupons(prepared: PreparedCoupons, couponIds: readonly string[]): AppliedCoupon[] {
  const unknown = couponIds.filter((id) => !prepared.has(id)).map((id) => unfit(id, refuse('coupon_not_found')))
  const ordered = couponIds.flatMap((id) => prepared.get(id) ?? [])
  ordered.sort((a, b) => a.coupon.priority - b.coupon.priority || compareIds(a.coupon.couponId, b.coupon.couponId))
  const used: Coupon[] = []
  const applied = ordered.map(({ coupon, reason, reach }) => {
    const misfit = duplicateOf(coupon, used) ?? reason() ?? clashOf(coupon, used) ?? take(coupon, reach())
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

/** Why a coupon cannot be used here, now, by this customer; undefined where it can. */
function reasonOf(coupon: Coupon, { storeId, timeZone, member, at }: PricingFacts): Misfit | undefined {
  return whyNotUsable(coupon, { storeId, timeZone, memberId: member?.memberId ?? null, at: new Date(at) })
}

function duplicateOf({ couponId }: Coupon, used: readonly Coupon[]): Misfit | undefined {
  return used.some((other) => other.couponId === couponId) ? refuse('coupon_twice') : undefined
}

/** Why a coupon cannot be used beside those already used; undefined where it can. */
export function clashOf({ templateId, stacking }: Coupon, used: readonly Coupon[]): Misfit | undefined {
  if (stacking.group !== null && used.some((other) => other.stacking.group === stacking.group)) {
    return refuse('coupon_group_taken')
  }
  const same = used.filter((other) => other.templateId === templateId).length
  return same >= stacking.perSale ? refuse('coupon_per_sale_reached', { perSale: stacking.perSale }) : undefined
}

function reachOf(coupon: Coupon, drafts: readonly LineDraft[]): Reach {
  const { benefit, scope } = coupon
  const open = drafts.filter((draft) => isOpenTo(coupon, draft))
  const giftLines = benefit.kind === 'gift' ? open.filter(({ product }) => product.productId === benefit.productId) : []
  // What the coupon gives for nothing does not help to reach its own threshold.
  return { counted: open.filter((draft) => isInScope(scope, draft.product) && !giftLines.includes(draft)), giftLines }
}

/** Takes the coupon off the lines it may touch. Thresholds and rates see those lines as they stand; no more is taken. */
function take(coupon: Coupon, { counted, giftLines }: Reach): number | Misfit {
  const { benefit, thresholdCents } = coupon
  const amountCents = sumOfNets(counted)
  if (counted.length === 0 && benefit.kind !== 'gift') return refuse('coupon_without_items')
  if (amountCents < thresholdCents) {
    return refuse('coupon_below_threshold', { thresholdCents, missingCents: thresholdCents - amountCents })
  }
  const { lines, weights } = benefit.kind === 'gift' ? giftsOf(benefit, giftLines) : netsOf(counted)
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

/** The pieces that become free, or cost what the coupon says (换购): the dearest first, as many as there are. */
function giftsOf({ quantity, priceCents = 0 }: GiftBenefit, giftLines: readonly LineDraft[]) {
  let left = quantity
  const lines: LineDraft[] = []
  const weights: number[] = []
  for (const draft of dearestFirst(giftLines)) {
    const pieces = Math.min(left, piecesOf(draft))
    if (pieces === 0) break
    left -= pieces
    lines.push(draft)
    weights.push(Math.max(0, valueOfPieces(draft, pieces) - priceCents * pieces))
  }
  return { lines, weights }
}
