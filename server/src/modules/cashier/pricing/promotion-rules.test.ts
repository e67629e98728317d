import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import type { Promotion, PromotionOffer } from '#modules/promotions/promotion-types.ts'
import { always } from '#shared/recurring-times.ts'
import { isRefusal } from '#shared/refusal.ts'
import { makeFacts, makeProduct } from './make-cart.ts'
import { pickCoupons } from './pick-coupons-rules.ts'
import { priceCart, priceSale } from './price-sale-rules.ts'
import type { Cart, PricedCart, PricingFacts } from './pricing-types.ts'

const products = [
  makeProduct({ productId: 'tea', listPriceCents: 6_000 }),
  makeProduct({ productId: 'cup', listPriceCents: 4_000, categoryIds: ['ware'] }),
  makeProduct({ productId: 'tin', listPriceCents: 1_000, categoryIds: ['ware'] }),
  makeProduct({ productId: 'tobacco', listPriceCents: 9_000, isDiscountable: false }),
]
const open = { storeIds: null, times: always, startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2027-01-01T00:00:00.000Z' }

function promotion(offer: PromotionOffer, given: Partial<Promotion> = {}): Promotion {
  const stacking = { group: null, per: 'line' as const, withCoupons: true, withMemberPrice: true }
  const limits = { isMembersOnly: false, tierIds: null, version: 1, isCounted: false, priority: 0, ...open }
  return { promotionId: 'p1', name: '春茶节', offer, scope: wholeCatalogue, stacking, ...limits, ...given }
}

function coupon(couponId: string, offCents: number, given: Partial<Coupon> = {}): Coupon {
  const stacking = { group: 'one', perSale: 1, withPromotions: true, withMemberPrice: true }
  const benefit = { kind: 'amount' as const, offCents }
  const of = { couponId, templateId: `t-${couponId}`, name: '券', memberId: null, priority: 0, ...open }
  return { ...of, benefit, thresholdCents: 0, scope: wholeCatalogue, stacking, ...given }
}

function cartOf(...items: [productId: string, pieces: number][]): Cart {
  return {
    lines: items.map(([productId, pieces], n) => ({ lineId: `l${n}`, productId, quantityMilli: pieces * 1000 })),
  }
}

function priced(cart: Cart, given: Partial<PricingFacts>): PricedCart {
  const outcome = priceCart(cart, makeFacts(products, given))
  assert.ok(!isRefusal(outcome), isRefusal(outcome) ? outcome.code : '')
  return outcome
}

const nets = ({ lines }: PricedCart) => lines.map(({ netCents }) => netCents)
const step = (thresholdCents: number, offCents: number) => ({ thresholdCents, offCents })
const off = (
  steps: { thresholdCents: number; offCents: number }[],
  isRepeating = false,
  maxTimes: number | null = null,
) => ({ kind: 'threshold_off', steps, isRepeating, maxTimes }) as const

const offers: { title: string; offer: PromotionOffer; cart: Cart; nets: number[] }[] = [
  {
    title: '满 100 减 20 once, spread by what the lines cost',
    offer: off([step(10_000, 2_000)]),
    cart: cartOf(['tea', 1], ['cup', 1]),
    nets: [4_800, 3_200],
  },
  {
    title: 'the highest step that is reached',
    offer: off([step(5_000, 500), step(10_000, 2_000), step(20_000, 9_000)]),
    cart: cartOf(['tea', 2]),
    nets: [10_000],
  },
  {
    title: '每满 100 减 20 for every full hundred, at most twice',
    offer: off([step(10_000, 2_000)], true, 2),
    cart: cartOf(['tea', 6]),
    nets: [32_000],
  },
  {
    title: 'one cent below the threshold nothing',
    offer: off([step(10_001, 2_000)]),
    cart: cartOf(['tea', 1], ['cup', 1]),
    nets: [6_000, 4_000],
  },
  {
    title: 'goods that take no discount neither help nor get any',
    offer: off([step(10_000, 2_000)]),
    cart: cartOf(['tea', 1], ['tobacco', 1]),
    nets: [6_000, 9_000],
  },
  {
    title: '满 80 打 9 折, capped',
    offer: { kind: 'threshold_rate', steps: [{ thresholdCents: 8_000, offBps: 1_000 }], capCents: 700 },
    cart: cartOf(['tea', 1], ['cup', 1]),
    nets: [5_580, 3_720],
  },
  {
    title: '满 3 件 8 折',
    offer: { kind: 'quantity_rate', steps: [{ quantity: 3, offBps: 2_000 }], capCents: null },
    cart: cartOf(['tea', 1], ['tin', 2]),
    nets: [4_800, 1_600],
  },
  {
    title: '第二件半价: the cheaper of the two, borne by both',
    offer: { kind: 'nth_item', n: 2, offBps: 5_000, maxTimes: null },
    cart: cartOf(['tea', 1], ['cup', 1]),
    nets: [4_800, 3_200],
  },
  {
    title: 'a bundle of any two pieces of ware and a tea for 80',
    offer: {
      kind: 'bundle',
      parts: [
        { scope: { ...wholeCatalogue, of: 'listed', categoryIds: ['ware'] }, quantity: 2 },
        { scope: { ...wholeCatalogue, of: 'listed', productIds: ['tea'] }, quantity: 1 },
      ],
      priceCents: 8_000,
      maxTimes: null,
    },
    cart: cartOf(['tea', 1], ['cup', 1], ['tin', 2]),
    nets: [4_364, 2_909, 1_727],
  },
  {
    title: '加 1 元换购 a tin from 60 on',
    offer: { kind: 'add_on', thresholdCents: 6_000, items: [{ productId: 'tin', priceCents: 100 }], quantity: 1 },
    cart: cartOf(['tea', 1], ['tin', 2]),
    nets: [6_000, 1_100],
  },
  {
    title: 'a timed price of one product',
    offer: { kind: 'item_price', prices: { tea: 5_500 } },
    cart: cartOf(['tea', 2], ['cup', 1]),
    nets: [11_000, 4_000],
  },
]
for (const { title, offer, cart, nets: expected } of offers) {
  test(`promotion: ${title}`, () => assert.deepEqual(nets(priced(cart, { promotions: [promotion(offer)] })), expected))
}

const conditions: { title: string; given: Partial<Promotion>; netCents: number }[] = [
  { title: 'of another store', given: { storeIds: ['south'] }, netCents: 6_000 },
  { title: 'of this store', given: { storeIds: ['north'] }, netCents: 5_000 },
  { title: 'that begins this instant', given: { startsAt: '2026-05-01T02:00:00.000Z' }, netCents: 5_000 },
  { title: 'that ended this instant', given: { endsAt: '2026-05-01T02:00:00.000Z' }, netCents: 6_000 },
  { title: 'for members, to a stranger', given: { isMembersOnly: true }, netCents: 6_000 },
  {
    title: 'at night, by day',
    given: { times: { ...always, hours: [{ fromMinute: 1_200, untilMinute: 1_500 }] } },
    netCents: 6_000,
  },
  {
    title: 'in the morning, at ten',
    given: { times: { ...always, hours: [{ fromMinute: 540, untilMinute: 660 }] } },
    netCents: 5_000,
  },
]
for (const { title, given, netCents } of conditions) {
  test(`a promotion ${title} makes it ${netCents}`, () => {
    assert.deepEqual(nets(priced(cartOf(['tea', 1]), { promotions: [promotion(off([step(1, 1_000)]), given)] })), [
      netCents,
    ])
  })
}

test('of a group the best for the buyer is kept, and another may still have the lines it left', () => {
  const group = { group: 'spring', per: 'line' as const, withCoupons: true, withMemberPrice: true }
  const tea = { ...wholeCatalogue, of: 'listed' as const, productIds: ['tea'] }
  const promotions = [
    promotion(off([step(1, 500)]), { promotionId: 'small', stacking: group }),
    promotion(off([step(1, 900)]), { promotionId: 'tea', stacking: group, scope: tea, priority: 5 }),
  ]
  const cart = priced(cartOf(['tea', 1], ['cup', 1]), { promotions })
  assert.deepEqual(nets(cart), [5_100, 3_500])
  const perSale = promotions.map((each) => ({ ...each, stacking: { ...group, per: 'sale' as const } }))
  assert.deepEqual(nets(priced(cartOf(['tea', 1], ['cup', 1]), { promotions: perSale })), [5_100, 4_000])
})

test('every line can say why it costs what it costs', () => {
  const cart = priced(
    { ...cartOf(['tea', 1]), couponIds: ['c1'] },
    { promotions: [promotion(off([step(1, 1_000)]))], coupons: [coupon('c1', 500)] },
  )
  assert.deepEqual(
    cart.lines[0]!.steps.map(({ code, amountCents, facts }) => [code, amountCents, facts.name]),
    [
      ['list_price', 6_000, undefined],
      ['promotion', -1_000, '春茶节'],
      ['coupon', -500, '券'],
    ],
  )
  assert.deepEqual(
    cart.reductions.map(({ code, id, amountCents }) => [code, id, amountCents]),
    [
      ['promotion', 'p1', -1_000],
      ['coupon', 'c1', -500],
    ],
  )
})

const misfits: { code: string; coupon: Partial<Coupon>; cart?: Cart }[] = [
  { code: 'coupon_below_threshold', coupon: { thresholdCents: 6_001 } },
  { code: 'coupon_without_items', coupon: { scope: { ...wholeCatalogue, of: 'listed', productIds: ['cup'] } } },
  { code: 'coupon_gift_missing', coupon: { benefit: { kind: 'gift', productId: 'cup', quantity: 1 } } },
  { code: 'coupon_expired', coupon: { endsAt: '2026-05-01T02:00:00.000Z' } },
  { code: 'coupon_not_yet', coupon: { startsAt: '2026-05-01T02:00:00.001Z' } },
  { code: 'coupon_not_here', coupon: { storeIds: ['south'] } },
  { code: 'coupon_of_another', coupon: { memberId: 'm2' } },
]
for (const { code, coupon: given } of misfits) {
  test(`a cart shows ${code}, and no sale is made with it`, () => {
    const facts = { coupons: [coupon('c1', 500, given)] }
    const cart = { ...cartOf(['tea', 1]), couponIds: ['c1'] }
    const shown = priced(cart, facts)
    assert.deepEqual([shown.netCents, shown.coupons[0]!.misfit?.code], [6_000, code])
    const tenders = [{ tenderId: 'c', kind: 'cash' as const, receivedCents: 6_000 }]
    const sale = priceSale({ ...cart, tenders }, makeFacts(products, facts))
    assert.ok(isRefusal(sale) && sale.code === code)
  })
}

test('the coupon that takes most is picked, with the next best named; a tie goes to what expires sooner', () => {
  const pick = (coupons: Coupon[]) => {
    const picked = pickCoupons(cartOf(['tea', 1]), makeFacts(products, { coupons }))
    assert.ok(!isRefusal(picked))
    const { couponIds, reason, offCents, runnerUp } = picked
    return [couponIds.toSorted(), reason, offCents, runnerUp?.couponId]
  }
  const soon = { endsAt: '2026-06-01T00:00:00.000Z' }
  assert.deepEqual(pick([coupon('a', 500), coupon('b', 800)]), [['b'], 'most_off', 800, 'a'])
  assert.deepEqual(pick([coupon('a', 500), coupon('b', 500, soon)]), [['b'], 'expires_sooner', 500, 'a'])
  assert.deepEqual(pick([coupon('a', 500), coupon('b', 500)]), [['a'], 'as_good', 500, 'b'])
  const many = ['a', 'b', 'c', 'd', 'e'].map((id) => coupon(id, 500))
  assert.deepEqual(pick([...many, coupon('f', 500, soon)]), [['f'], 'expires_sooner', 500, 'a'])
  assert.deepEqual(pick([coupon('a', 500, { thresholdCents: 90_000 })]), [[], 'none_fits', 0, undefined])
  const free = { stacking: { ...coupon('x', 1).stacking, group: null } }
  assert.deepEqual(pick([coupon('a', 500, free), coupon('b', 800)]), [['a', 'b'], 'only_choice', 1_300, undefined])
})
