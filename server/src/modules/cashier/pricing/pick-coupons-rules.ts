import type { Coupon } from '#modules/coupons/coupon-types.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { applyCoupons, clashOf, prepareCoupons } from './coupon-rules.ts'
import { compareIds, type LineDraft } from './line-draft.ts'
import { type CartRefusalCode, priceToPromotions } from './price-sale-rules.ts'
import type { AppliedCoupon, Cart, PriceStep, PricingFacts } from './pricing-types.ts'

/** Why these coupons were picked: the only ones that fit, the most off, as much off but expiring sooner, or just as good as another. */
export type PickReason = 'none_fits' | 'only_choice' | 'most_off' | 'expires_sooner' | 'as_good'

export type CouponPick = {
  /** What to use, together. */
  couponIds: string[]
  offCents: number
  reason: PickReason
  /** The next best choice, for the sentence: how much less it takes off. */
  runnerUp: { couponId: string; offCents: number } | null
  /** Each coupon used alone: what it takes off, or why it does not fit. The best first. */
  choices: AppliedCoupon[]
}

/** How many of the best coupons are tried as the first of several: the till asks at every tap. */
const starts = 4

type Choice = { coupons: Coupon[]; offCents: number }

/**
 * The coupons of `facts.coupons` that take most off a cart, with the reason and what each would do alone.
 *
 * Starts from each of the best alone and adds others while the sum grows. Ties: fewer, then what expires sooner, then by id. For the till: nothing is booked by it.
 */
export function pickCoupons(cart: Cart, facts: PricingFacts): CouponPick | Refusal<CartRefusalCode> {
  const priced = priceToPromotions(cart, facts)
  if (isRefusal(priced)) return priced
  const known = new Map(facts.coupons.map((coupon) => [coupon.couponId, coupon]))
  const together = trialOf(priced.drafts, facts)
  const choices = [...known.keys()].map((id) => together([id])[0]!)
  const singles = choices.filter(({ misfit }) => misfit === null)
  const endOf = ({ couponId }: AppliedCoupon) => known.get(couponId)!.endsAt
  singles.sort(
    (a, b) => b.offCents - a.offCents || compareIds(endOf(a), endOf(b)) || compareIds(a.couponId, b.couponId),
  )
  const bestFirst = singles.map(({ couponId }) => known.get(couponId)!)
  let best: Choice | undefined
  for (const first of bestFirst.slice(0, starts)) {
    const grown = grow(first, bestFirst, together)
    if (best === undefined || isBetter(grown, best)) best = grown
  }
  choices.sort((a, b) => b.offCents - a.offCents || compareIds(a.couponId, b.couponId))
  if (!best) return { couponIds: [], offCents: 0, reason: 'none_fits', runnerUp: null, choices }
  const picked = new Set(best.coupons.map(({ couponId }) => couponId))
  const others = singles.filter(({ couponId }) => !picked.has(couponId))
  const [next] = others
  const isTie = next !== undefined && next.offCents === best.offCents
  return {
    couponIds: [...picked],
    offCents: best.offCents,
    reason:
      next === undefined
        ? 'only_choice'
        : !isTie
          ? 'most_off'
          : firstEnd(best) < endOf(next)
            ? 'expires_sooner'
            : 'as_good',
    runnerUp: next ? { couponId: next.couponId, offCents: next.offCents } : null,
    choices,
  }
}

/** Adds the others, the best alone first, each that fits beside those chosen and raises the sum. */
function grow(
  first: Coupon,
  bestFirst: readonly Coupon[],
  together: (ids: readonly string[]) => AppliedCoupon[],
): Choice {
  let now: Choice = { coupons: [first], offCents: sumOff(together([first.couponId])) }
  for (const coupon of bestFirst) {
    if (coupon === first || clashOf(coupon, now.coupons)) continue
    const coupons = [...now.coupons, coupon]
    const applied = together(coupons.map(({ couponId }) => couponId))
    const offCents = sumOff(applied)
    if (offCents > now.offCents && applied.every(({ misfit }) => misfit === null)) now = { coupons, offCents }
  }
  return now
}

function sumOff(applied: readonly AppliedCoupon[]): number {
  return applied.reduce((sum, { offCents }) => sum + offCents, 0)
}

function isBetter(a: Choice, b: Choice): boolean {
  if (a.offCents !== b.offCents) return a.offCents > b.offCents
  if (a.coupons.length !== b.coupons.length) return a.coupons.length < b.coupons.length
  const [endA, endB] = [firstEnd(a), firstEnd(b)]
  return endA === endB ? compareIds(idsOf(a), idsOf(b)) < 0 : endA < endB
}

function firstEnd({ coupons }: Choice): string {
  return coupons.map(({ endsAt }) => endsAt).sort()[0]!
}

function idsOf({ coupons }: Choice): string {
  return coupons
    .map(({ couponId }) => couponId)
    .sort()
    .join()
}

/** Uses coupons together on the lines as they stood before any: coupons change nets and steps, nothing else. */
function trialOf(drafts: readonly LineDraft[], facts: PricingFacts): (ids: readonly string[]) => AppliedCoupon[] {
  const lines = drafts.map((draft) => ({ ...draft, steps: [] as PriceStep[] }))
  const prepared = prepareCoupons(lines, facts)
  const tried = new Map<string, AppliedCoupon[]>()
  return (ids) => {
    // The order in which they are named says nothing: the same ones are met again from another start.
    const key = [...ids].sort(compareIds).join()
    const known = tried.get(key)
    if (known) return known
    lines.forEach((line, place) => {
      line.netCents = drafts[place]!.netCents
      line.steps.length = 0
    })
    const applied = applyCoupons(prepared, ids)
    tried.set(key, applied)
    return applied
  }
}
