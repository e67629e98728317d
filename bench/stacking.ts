// The stacking solver at its worst: a basket of 50 lines against 30 promotions and 5 coupons that all want every line, in groups of
// which one wins, by priority, with and without coupons beside; and for scale the same basket with one promotion, in the same run.
// In process, as the till and the server run it. Run: node bench/stacking.ts [--rounds 2000]. Aim: p99 below 20 ms.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { makeFacts, makeProduct } from '#modules/cashier/pricing/make-cart.ts'
import { pickCoupons } from '#modules/cashier/pricing/pick-coupons-rules.ts'
import { priceCart } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { Cart, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import type { Promotion, PromotionOffer } from '#modules/promotions/promotion-types.ts'
import { always } from '#shared/recurring-times.ts'
import { accept } from '#shared/refusal.ts'
import { describeCpu } from './lib/machine.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '2000' } } })
const [lines, promotionCount, couponCount] = [50, 30, 5]
const everybody = {
  ...{ isMembersOnly: false, tierIds: null, times: always, version: 1, isCounted: false, storeIds: null },
  ...{ startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2027-01-01T00:00:00.000Z' },
}

function offerOf(place: number): PromotionOffer {
  const offers: PromotionOffer[] = [
    {
      kind: 'threshold_off',
      steps: [{ thresholdCents: 10_000, offCents: 900 + place }],
      isRepeating: true,
      maxTimes: 5,
    },
    { kind: 'threshold_rate', steps: [{ thresholdCents: 20_000, offBps: 900 + place }], capCents: 5_000 },
    { kind: 'quantity_rate', steps: [{ quantity: 3, offBps: 1_400 + place }], capCents: null },
    { kind: 'nth_item', n: 2, offBps: 5_000 - place, maxTimes: null },
    { kind: 'item_rate', offBps: 1_200 + place },
  ]
  return offers[place % offers.length]!
}

const promotions = Array.from({ length: promotionCount }, (_, place): Promotion => {
  const group = place % 3 === 0 ? null : `group-${place % 6}`
  const stacking = { group, per: 'line' as const, withCoupons: place % 4 > 0, withMemberPrice: place % 3 > 0 }
  const name = `促销 ${place}`
  const of = { promotionId: `promotion-${place}`, name, offer: offerOf(place), scope: wholeCatalogue }
  return { ...everybody, ...of, stacking, priority: place % 5 }
})

const coupons = Array.from({ length: couponCount }, (_, place): Coupon => {
  const stacking = { group: null, perSale: 1, withPromotions: place % 2 === 0, withMemberPrice: true }
  const benefit = { kind: 'amount' as const, offCents: 500 + place * 100 }
  const of = { couponId: `coupon-${place}`, templateId: `template-${place}`, name: `券 ${place}`, memberId: null }
  const { storeIds, startsAt, endsAt, times } = everybody
  const when = { storeIds, startsAt, endsAt, times }
  return { ...of, ...when, benefit, thresholdCents: 1_000, scope: wholeCatalogue, stacking, priority: 0 }
})

const products = Array.from({ length: 200 }, (_, place) =>
  makeProduct({ productId: `product-${place}`, listPriceCents: 500 + (place % 97) * 35 }),
)
const member = { memberId: 'm1', tierId: null }
const all = makeFacts(products, { member, promotions, coupons })
const one = makeFacts(products, { member, promotions: promotions.slice(0, 1), coupons: coupons.slice(0, 1) })

const cartOf = (round: number): Cart => ({
  lines: Array.from({ length: lines }, (_, place) => ({
    lineId: `line-${place}`,
    productId: `product-${(round * 53 + place * 41) % 200}`,
    quantityMilli: 1000 * (1 + ((round + place) % 3)),
  })),
  couponIds: ['coupon-0'],
})

/** The quickest of three tries each: what the machine does beside is not the price of the basket. */
function measure(title: string, rounds: number, run: (cart: Cart) => unknown): number {
  const times: number[] = []
  const warm = Math.ceil(rounds / 10)
  for (let round = 0; round < rounds + warm; round++) {
    const cart = cartOf(round)
    let quickest = Infinity
    for (let again = 0; again < 3; again++) {
      const began = performance.now()
      run(cart)
      quickest = Math.min(quickest, performance.now() - began)
    }
    if (round >= warm) times.push(quickest)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor((times.length - 1) * share)]!
  console.log(`${title}: p50 ${at(0.5).toFixed(2)} ms, p99 ${at(0.99).toFixed(2)} ms, worst ${at(1).toFixed(2)} ms`)
  return at(0.5)
}

const solve = (facts: PricingFacts) => (cart: Cart) => accept(priceCart(cart, facts))
console.log(`${describeCpu()}, load ${loadavg()[0]!.toFixed(1)}`)
const touched = accept(priceCart(cartOf(1), all))
console.log(`${lines} lines, ${promotionCount} promotions; the first basket takes ${touched.promotions.length} of them`)
const rounds = Number(values.rounds)
const least = measure('one promotion', rounds, solve(one))
const most = measure('all of them', rounds, solve(all))
console.log(`all / one: ${(most / least).toFixed(1)}`)
measure(`all, and the best of ${couponCount} coupons`, Math.ceil(rounds / 10), (cart) => accept(pickCoupons(cart, all)))
