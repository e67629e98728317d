import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import type { Promotion, PromotionOffer } from '#modules/promotions/promotion-types.ts'
import { always } from '#shared/recurring-times.ts'
import { isRefusal } from '#shared/refusal.ts'
import { close, cutCoupons, cutPromotions, oracleTimed } from './benefit-oracle.ts'
import { makeFacts, makeProduct } from './make-cart.ts'
import type { OracleState } from './offer-oracle.ts'
import { oracleGive, oracleShares, oracleStart, oracleTaxes, type OracleLine } from './price-oracle.ts'
import { priceSale } from './price-sale-rules.ts'
import type { Cart, PricedSale, PricingFacts, TenderRequest } from './pricing-types.ts'
import { planRefund, type RefundPlan, wholeRest } from './refund-plan-rules.ts'

// A million baskets: PRICING_BASKETS=1000000 node scripts/test.ts server/src/modules/cashier/pricing/baskets.test.ts
const baskets = Number(process.env.PRICING_BASKETS ?? 4_000)

const lineIds = Array.from({ length: 8 }, (_, place) => `l${place}`)
const categories = ['food', 'drink', 'care']
const cents = (max: number) => fc.integer({ min: 0, max })

const line = fc
  .record({
    listCents: fc.oneof(cents(3_000), cents(5_000_000)),
    memberBps: fc.option(fc.integer({ min: 3_000, max: 11_000 }), { nil: undefined }),
    timedBps: fc.option(fc.integer({ min: 3_000, max: 11_000 }), { nil: undefined }),
    isWeighed: fc.boolean(),
    pieces: fc.integer({ min: 1, max: 6 }),
    grams: fc.integer({ min: 1, max: 9_999 }),
    categoryIds: fc.constantFrom<string[]>([], ['food'], ['drink'], ['care', 'drink']),
    isDiscountable: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn > 0),
    taxRateBps: fc.constantFrom(0, 100, 300, 600, 900, 1300),
  })
  .map(({ memberBps, timedBps, pieces, grams, ...drawn }) => ({
    ...drawn,
    memberCents: memberBps === undefined ? undefined : Math.floor((drawn.listCents * memberBps) / 10_000),
    timedCents: timedBps === undefined ? undefined : Math.floor((drawn.listCents * timedBps) / 10_000),
    quantityMilli: drawn.isWeighed ? grams : pieces * 1000,
  }))

const scope: fc.Arbitrary<ItemScope> = fc.record({
  of: fc.constantFrom('all' as const, 'listed' as const),
  productIds: fc.subarray(lineIds),
  categoryIds: fc.subarray(categories),
  excludedProductIds: fc.subarray(lineIds, { maxLength: 2 }),
  excludedCategoryIds: fc.subarray(categories, { maxLength: 1 }),
})

const rate = fc.integer({ min: 1, max: 10_000 })
const most = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null })
const threshold = fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 1, max: 4_000_000 }))
const cap = fc.option(cents(50_000), { nil: null })
const steps = <T>(step: fc.Arbitrary<T>) => fc.array(step, { minLength: 1, maxLength: 3 })

const offer: fc.Arbitrary<PromotionOffer> = fc.oneof(
  fc.record({
    kind: fc.constant('threshold_off' as const),
    steps: steps(fc.record({ thresholdCents: threshold, offCents: cents(8_000) })),
    isRepeating: fc.constant(false),
    maxTimes: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('threshold_off' as const),
    steps: fc.tuple(fc.record({ thresholdCents: fc.integer({ min: 500, max: 9_000 }), offCents: cents(8_000) })),
    isRepeating: fc.constant(true),
    maxTimes: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    kind: fc.constant('threshold_rate' as const),
    steps: steps(fc.record({ thresholdCents: threshold, offBps: rate })),
    capCents: cap,
  }),
  fc.record({
    kind: fc.constant('quantity_rate' as const),
    steps: steps(fc.record({ quantity: fc.integer({ min: 1, max: 9 }), offBps: rate })),
    capCents: cap,
  }),
  fc.record({
    kind: fc.constant('nth_item' as const),
    n: fc.integer({ min: 1, max: 4 }),
    offBps: rate,
    maxTimes: most,
  }),
  fc.record({
    kind: fc.constant('bundle' as const),
    parts: fc.array(fc.record({ scope, quantity: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 3 }),
    priceCents: cents(20_000),
    maxTimes: most,
  }),
  fc.record({
    kind: fc.constant('add_on' as const),
    thresholdCents: threshold,
    items: fc.uniqueArray(fc.record({ productId: fc.constantFrom(...lineIds), priceCents: cents(500) }), {
      selector: ({ productId }) => productId,
      minLength: 1,
      maxLength: 3,
    }),
    quantity: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ kind: fc.constant('item_rate' as const), offBps: rate }),
  fc.record({
    kind: fc.constant('item_price' as const),
    prices: fc.dictionary(fc.constantFrom(...lineIds), cents(5_000), { maxKeys: 4, noNullPrototype: true }),
  }),
)

const group = fc.constantFrom(null, 'sets', 'spring')
const promotion = fc.record({
  offer,
  scope,
  priority: fc.integer({ min: 0, max: 3 }),
  stacking: fc.record({
    group,
    per: fc.constantFrom('line' as const, 'sale' as const),
    withCoupons: fc.boolean(),
    withMemberPrice: fc.boolean(),
  }),
})

const coupon = fc.record({
  benefit: fc.oneof(
    fc.record({ kind: fc.constant('amount' as const), offCents: fc.integer({ min: 1, max: 20_000 }) }),
    fc.record({ kind: fc.constant('percent' as const), offBps: rate, capCents: cap }),
    fc.record({
      kind: fc.constant('gift' as const),
      productId: fc.constantFrom(...lineIds),
      quantity: fc.integer({ min: 1, max: 3 }),
    }),
  ),
  thresholdCents: fc.oneof(fc.constant(0), threshold),
  scope,
  priority: fc.integer({ min: 0, max: 2 }),
  templateId: fc.constantFrom('ten-off', 'birthday'),
  stacking: fc.record({
    group,
    perSale: fc.integer({ min: 1, max: 2 }),
    withPromotions: fc.boolean(),
    withMemberPrice: fc.boolean(),
  }),
})

const basket = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  promotions: fc.array(promotion, { maxLength: 6 }),
  coupons: fc.array(coupon, { maxLength: 4 }),
  orderBps: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000 })),
  waiver: cents(99),
  splits: fc.tuple(rate, rate, rate),
  cuts: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3_000 })), { maxLength: 6 }),
})
type Basket = typeof basket extends fc.Arbitrary<infer Drawn> ? Drawn : never

const open = {
  storeIds: null,
  times: always,
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: '2027-01-01T00:00:00.000Z',
}
const nobodysLimits = { isMembersOnly: false, tierIds: null, version: 1, isCounted: false, ...open }

function factsOf(drawn: Basket): {
  lines: OracleLine[]
  promotions: Promotion[]
  coupons: Coupon[]
  facts: PricingFacts
} {
  const lines = drawn.lines.map((each, place) => ({ ...each, lineId: lineIds[place]! }))
  const promotions = drawn.promotions.map((each, place) => ({
    ...each,
    ...nobodysLimits,
    promotionId: `p${place}`,
    name: `满减 ${place}`,
  }))
  const coupons = drawn.coupons.map((each, place) => ({
    ...each,
    ...open,
    couponId: `c${place}`,
    name: `券 ${place}`,
    memberId: place % 2 ? 'm1' : null,
  }))
  const items = (key: 'memberCents' | 'timedCents') =>
    Object.fromEntries(lines.flatMap((each) => (each[key] === undefined ? [] : [[each.lineId, each[key]]])))
  const priceList = { storeId: null, tierId: null, startsAt: null, endsAt: null, rateBps: null }
  const facts = makeFacts(
    lines.map(({ lineId, listCents, ...each }) =>
      makeProduct({ ...each, productId: lineId, listPriceCents: listCents }),
    ),
    {
      member: { memberId: 'm1', tierId: 'gold' },
      priceLists: [
        { ...priceList, priceListId: 'm', kind: 'member', items: items('memberCents') },
        { ...priceList, priceListId: 't', kind: 'timed', items: items('timedCents') },
      ],
      promotions,
      coupons,
      earnRule: { points: 3, perCents: 100, excludedTenders: ['points'], isTaxIncluded: true },
      redeemRule: { points: 10, worthCents: 1, minPoints: 0, stepPoints: 10, maxShareBps: 5_000 },
    },
  )
  return { lines, promotions, coupons, facts }
}

/** What the basket comes to by the oracle, and the cart and tenders that ask the rules for the same. */
function expectedOf(drawn: Basket, { lines, promotions, coupons }: ReturnType<typeof factsOf>) {
  const timed = oracleTimed(lines, promotions)
  const { nets, memberPriced } = oracleStart(
    lines.map((each, place) => ({
      ...each,
      timedCents: Math.min(each.timedCents ?? Infinity, timed[place]?.cents ?? Infinity),
    })),
  )
  const flags = () => lines.map(() => false)
  const state: OracleState = {
    lines,
    nets,
    memberPriced,
    promoted: flags(),
    couponless: flags(),
    groups: lines.map(() => new Set()),
  }
  lines.forEach((each, place) => {
    const won = timed[place]
    const isWon = won && each.isDiscountable && !memberPriced[place] && won.cents < (each.timedCents ?? Infinity)
    if (isWon) close(state, won.promotion, [place])
  })
  cutPromotions(state, promotions)
  const used = cutCoupons(state, coupons)
  const sum = (places: (each: OracleLine) => boolean) =>
    nets.reduce((total, net, place) => total + (places(lines[place]!) ? Number(net) : 0), 0)
  const orderOff = Math.floor((sum((each) => each.isDiscountable) * drawn.orderBps) / 10_000)
  const waiverCents = Math.min(drawn.waiver, sum(() => true) - orderOff)
  oracleGive(lines, nets, orderOff, waiverCents)
  const due = sum(() => true)
  return { nets, taxes: oracleTaxes(lines, nets), used, orderOff, waiverCents, due }
}

function tendersOf(due: number, [first, second, third]: Basket['splits']): TenderRequest[] {
  const pointCents = Math.floor((Math.floor(due / 2) * first) / 10_000)
  const cardCents = Math.floor(((due - pointCents) * second) / 10_000)
  const storedCents = Math.floor(((due - pointCents - cardCents) * third) / 10_000)
  const cashCents = due - pointCents - cardCents - storedCents
  return [
    ...(cashCents > 0 ? [{ tenderId: 'cash', kind: 'cash' as const, receivedCents: cashCents + 37 }] : []),
    ...(pointCents > 0 ? [{ tenderId: 'points', kind: 'points' as const, points: pointCents * 10 }] : []),
    ...(storedCents > 0 ? [{ tenderId: 'stored', kind: 'stored_value' as const, amountCents: storedCents }] : []),
    ...(cardCents > 0 ? [{ tenderId: 'card', kind: 'other' as const, method: 'card', amountCents: cardCents }] : []),
  ]
}

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

function checkSums(sale: PricedSale): void {
  assert.equal(sale.netCents, sale.grossCents - sale.discountCents)
  assert.equal(sale.grossCents + total(sale.reductions.map(({ amountCents }) => amountCents)), sale.netCents)
  assert.equal(total(sale.tenders.map((tender) => tender.amountCents)), sale.netCents)
  for (const each of sale.lines) {
    assert.equal(total(each.steps.map((step) => step.amountCents)), each.netCents)
    assert.equal(total(each.tenderCents), each.netCents)
    assert.ok(each.netCents >= 0 && each.tenderCents.every((share) => share >= 0))
  }
}

/** Returned in parts as drawn, then the rest: every line, tender and point comes back as paid. */
function checkReturns(sale: PricedSale, earnRule: PricingFacts['earnRule'], cuts: Basket['cuts']): void {
  const sold = { lines: sale.lines, tenders: sale.tenders, earnRule, pointsEarned: sale.pointsEarned }
  const parts: RefundPlan[] = []
  const giveBack = (lines: { lineId: string; quantityMilli: number }[]) => {
    const plan = planRefund(sold, parts, { lines })
    if (!isRefusal(plan)) parts.push(plan)
  }
  for (const [pick, quantityMilli] of cuts) {
    const { lineId, isWeighed } = sale.lines[pick % sale.lines.length]!
    giveBack([{ lineId, quantityMilli: isWeighed ? quantityMilli : Math.ceil(quantityMilli / 1000) * 1000 }])
  }
  const rest = wholeRest(sold, parts)
  if (rest.lines.length > 0) giveBack([...rest.lines])
  assert.ok(parts.at(-1)!.isLast)
  for (const tender of sale.tenders) {
    const back = parts.flatMap(({ tenders }) => tenders.filter(({ tenderId }) => tenderId === tender.tenderId))
    assert.equal(total(back.map(({ paidCents }) => paidCents)), tender.amountCents + tender.roundingCents)
    assert.equal(total(back.map(({ points }) => points)), tender.points)
    assert.ok(back.every(({ paidCents, points }) => paidCents >= 0 && points >= 0))
  }
  assert.equal(total(parts.map(({ netCents }) => netCents)), sale.netCents)
  assert.equal(total(parts.map(({ taxCents }) => taxCents)), sale.taxCents)
  assert.equal(total(parts.map(({ pointsReversed }) => pointsReversed)), sale.pointsEarned)
}

/** What has to hold for every basket, whoever prices it. */
const agreesWithOracle = (price: typeof priceSale) =>
  fc.property(basket, (drawn) => {
    const made = factsOf(drawn)
    const expected = expectedOf(drawn, made)
    const cart: Cart = {
      lines: made.lines.map(({ lineId, quantityMilli }) => ({ lineId, productId: lineId, quantityMilli })),
      couponIds: [...expected.used.keys()],
      ...(expected.orderOff > 0 && { orderDiscount: { kind: 'amount', amountCents: expected.orderOff } }),
      waiverCents: expected.waiverCents,
    }
    const tenders = tendersOf(expected.due, drawn.splits)
    const sale = price({ ...cart, tenders }, made.facts)
    assert.ok(!isRefusal(sale), isRefusal(sale) ? JSON.stringify(sale) : '')
    assert.deepEqual(
      sale.lines.map(({ netCents }) => BigInt(netCents)),
      expected.nets,
    )
    assert.deepEqual(
      sale.lines.map(({ taxCents }) => BigInt(taxCents)),
      expected.taxes,
    )
    assert.deepEqual(new Map(sale.coupons.map(({ couponId, offCents }) => [couponId, BigInt(offCents)])), expected.used)
    assert.deepEqual(
      sale.lines.map(({ tenderCents }) => tenderCents.map(BigInt)),
      oracleShares(
        expected.nets,
        sale.tenders.map(({ amountCents }) => amountCents),
      ),
    )
    checkSums(sale)
    checkReturns(sale, made.facts.earnRule, drawn.cuts)
  })

test(`${baskets} baskets with promotions, coupons, points and a waiver agree with exact arithmetic, and come back whole`, () => {
  fc.assert(agreesWithOracle(priceSale), { numRuns: baskets })
})

/** A till that is a fen off now and then: what it does to the lines of a sale. */
const offBy =
  (change: (line: PricedSale['lines'][number]) => Partial<PricedSale['lines'][number]>): typeof priceSale =>
  (...asked) => {
    const sale = priceSale(...asked)
    return isRefusal(sale) ? sale : { ...sale, lines: sale.lines.map((line) => ({ ...line, ...change(line) })) }
  }

test('the check sees a tax whose fractions are cut off, and a net that was reckoned in floats', () => {
  const cutTax = offBy(({ netCents, taxRateBps }) => ({
    taxCents: Math.floor((netCents * taxRateBps) / (10_000 + taxRateBps)),
  }))
  const floatNet = offBy(({ grossCents, discountCents }) => ({
    netCents: Math.floor((grossCents / 100 - discountCents / 100) * 100),
  }))
  for (const price of [cutTax, floatNet]) {
    assert.throws(() => fc.assert(agreesWithOracle(price), { numRuns: 2_000, endOnFailure: true }))
  }
})
