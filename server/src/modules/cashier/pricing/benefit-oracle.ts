import type { Coupon } from '#modules/coupons/coupon-types.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import {
  countBy,
  type Cut,
  cutOf,
  layOut,
  least,
  type OracleState,
  partOf,
  pieceCount,
  rateOf,
  reaches,
  total,
} from './offer-oracle.ts'
import { handOut, type OracleLine, roundHalfAway } from './price-oracle.ts'

/** The lowest price that timed promotions make of each line, and which; for the second step of R20. */
export function oracleTimed(lines: readonly OracleLine[], promotions: readonly Promotion[]) {
  const ranked = [...promotions].sort(byRank((each) => each.promotionId))
  return lines.map((line) => {
    let best: { cents: number; promotion: Promotion } | undefined
    for (const promotion of ranked) {
      const { offer } = promotion
      if (!reaches(promotion.scope, line)) continue
      let cents = Infinity
      if (offer.kind === 'item_price') cents = offer.prices[line.lineId] ?? Infinity
      if (offer.kind === 'item_rate') {
        const over = BigInt(line.listCents) * BigInt(10_000 - offer.offBps)
        cents = Number(roundHalfAway({ over, under: 10_000n }))
      }
      if (cents < line.listCents && cents < (best?.cents ?? Infinity)) best = { cents, promotion }
    }
    return best
  })
}

function cutOut(state: OracleState, { on, weights, off }: Pick<Cut, 'on' | 'weights' | 'off'>): void {
  const shares = handOut(
    on.map((place, index) => ({ id: state.lines[place]!.lineId, weight: weights[index]! })),
    off,
  )
  on.forEach((place, index) => (state.nets[place]! -= shares[index]!))
}

/** A promotion counted lines: its group, its coupons. */
export function close(state: OracleState, { stacking }: Promotion, counted: readonly number[]): void {
  for (const place of counted) {
    state.promoted[place] = true
    if (stacking.group !== null) state.groups[place]!.add(stacking.group)
    if (!stacking.withCoupons) state.couponless[place] = true
  }
}

const byRank =
  <T extends { priority: number }>(idOf: (each: T) => string) =>
  (a: T, b: T) =>
    a.priority !== b.priority ? a.priority - b.priority : idOf(a) < idOf(b) ? -1 : 1

/** Promotions one after the other; a group together, at the place of its first. */
export function cutPromotions(state: OracleState, promotions: readonly Promotion[]): void {
  const scopesOf = ({ offer, scope }: Promotion) =>
    offer.kind === 'bundle' ? offer.parts.map((part) => part.scope) : [scope]
  const queue = promotions
    .filter(({ offer }) => !offer.kind.startsWith('item_'))
    .filter((each) => scopesOf(each).every((scope) => state.lines.some((line) => reaches(scope, line))))
    .sort(byRank((each) => each.promotionId))
  while (queue.length > 0) {
    const { group } = queue[0]!.stacking
    let rivals = group === null ? [queue[0]!] : queue.filter((each) => each.stacking.group === group)
    for (const rival of rivals) queue.splice(queue.indexOf(rival), 1)
    for (;;) {
      const isUsed = group !== null && state.groups.some((names) => names.has(group))
      const tries = rivals.flatMap((each) => {
        const cut = isUsed && each.stacking.per === 'sale' ? undefined : cutOf(state, each)
        return cut ? [{ each, cut }] : []
      })
      const best = tries.reduce<(typeof tries)[number] | undefined>(
        (most, next) => (most === undefined || next.cut.off > most.cut.off ? next : most),
        undefined,
      )
      if (!best) break
      cutOut(state, best.cut)
      close(state, best.each, best.cut.counted)
      if (best.each.stacking.per === 'sale') break
      rivals = rivals.filter((each) => each !== best.each)
    }
  }
}

/** Coupons one after the other; the ids of those that could be used. */
export function cutCoupons(state: OracleState, coupons: readonly Coupon[]): Map<string, bigint> {
  const used = new Map<string, bigint>()
  const before: Coupon[] = []
  for (const coupon of [...coupons].sort(byRank((each) => each.couponId))) {
    const { benefit, stacking, templateId } = coupon
    if (stacking.group !== null && before.some((other) => other.stacking.group === stacking.group)) continue
    if (before.filter((other) => other.templateId === templateId).length >= stacking.perSale) continue
    const open = state.lines.flatMap((line, place) => {
      const isShut =
        !line.isDiscountable ||
        state.couponless[place] ||
        (state.promoted[place] && !stacking.withPromotions) ||
        (state.memberPriced[place] && !stacking.withMemberPrice)
      return isShut ? [] : [place]
    })
    const isGift = (place: number) => benefit.kind === 'gift' && state.lines[place]!.lineId === benefit.productId
    const counted = open.filter((place) => reaches(coupon.scope, state.lines[place]!) && !isGift(place))
    const amount = total(counted.map((place) => state.nets[place]!))
    if (amount < BigInt(coupon.thresholdCents)) continue
    const cut = couponCut(state, coupon, counted, open.filter(isGift))
    if (cut.off === 0n) continue
    cutOut(state, cut)
    used.set(coupon.couponId, cut.off)
    before.push(coupon)
  }
  return used
}

function couponCut(state: OracleState, { benefit }: Coupon, counted: number[], gifts: number[]) {
  if (benefit.kind === 'gift') {
    const places = [...countBy(layOut(state, gifts).slice(0, benefit.quantity))]
    const weights = places.map(([place, count]) => partOf(state.nets[place]!, count, pieceCount(state.lines[place]!)))
    return { on: places.map(([place]) => place), weights, off: total(weights) }
  }
  const weights = counted.map((place) => state.nets[place]!)
  const wished = benefit.kind === 'amount' ? BigInt(benefit.offCents) : rateOf(total(weights), benefit.offBps)
  const capped =
    benefit.kind === 'percent' && benefit.capCents !== null ? least(wished, BigInt(benefit.capCents)) : wished
  return { on: counted, weights, off: least(capped, total(weights)) }
}
