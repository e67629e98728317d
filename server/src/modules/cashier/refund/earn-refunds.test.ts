import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeFacts, makeProduct } from '#modules/cashier/pricing/make-cart.ts'
import { priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { EarnRule, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { type PastRefund, planRefund, type SoldSale } from '#modules/cashier/pricing/refund-plan-rules.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { CampaignGive, OpenCampaign } from '#modules/points/campaign-types.ts'
import { isRefusal } from '#shared/refusal.ts'

/** Counts one at a time, in fractions kept whole: shares no code and no formula with the rules. */
function naivePoints(give: CampaignGive, base: EarnRule, { cents, pieces }: { cents: number; pieces: number }): number {
  let points = 0
  switch (give.kind) {
    case 'multiplier': {
      // Each cent brings so many parts of a point; a full one is counted.
      const whole = base.perCents * 10_000
      let parts = 0
      for (let cent = 0; cent < cents; cent++) {
        parts += base.points * (give.rateBps - 10_000)
        for (; parts >= whole; parts -= whole) points++
      }
      return points
    }
    case 'per_amount':
      for (let left = cents; left >= give.perCents; left -= give.perCents) points += give.points
      return points
    case 'fixed':
      return cents > 0 ? give.points : 0
    case 'per_piece':
      for (let piece = 0; piece < pieces; piece++) points += give.points
      return points
  }
}

const giveArb: fc.Arbitrary<CampaignGive> = fc.oneof(
  fc.record({ kind: fc.constant('multiplier' as const), rateBps: fc.integer({ min: 10_100, max: 50_000 }) }),
  fc.record({
    kind: fc.constant('per_amount' as const),
    points: fc.integer({ min: 1, max: 50 }),
    perCents: fc.integer({ min: 50, max: 3_000 }),
  }),
  fc.record({ kind: fc.constant('fixed' as const), points: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ kind: fc.constant('per_piece' as const), points: fc.integer({ min: 1, max: 9 }) }),
)

const campaignArb = fc.record({
  give: giveArb,
  products: fc.subarray(['tea', 'cake', 'rice'], { minLength: 1 }),
  minBasisCents: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6_000 })),
  capPoints: fc.option(fc.integer({ min: 1, max: 80 }), { nil: null }),
})

const basketArb = fc.record({
  units: fc.array(
    fc.record({ product: fc.constantFrom('tea', 'cake', 'rice'), units: fc.integer({ min: 1, max: 4 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  storedShare: fc.integer({ min: 0, max: 100 }),
  perCents: fc.integer({ min: 30, max: 400 }),
  campaigns: fc.array(campaignArb, { maxLength: 3 }),
  cuts: fc.array(fc.nat(1_000), { minLength: 0, maxLength: 12 }),
})

type Basket = typeof basketArb extends fc.Arbitrary<infer T> ? T : never

const products = [
  makeProduct({ productId: 'tea', listPriceCents: 333 }),
  makeProduct({ productId: 'cake', listPriceCents: 1_251, taxRateBps: 600 }),
  makeProduct({ productId: 'rice', listPriceCents: 799, isWeighed: true }),
]

/** Stored value earns nothing, so that the basis of a line is what cash paid of it. */
function sell({ units, storedShare, perCents, campaigns }: Basket): SoldSale {
  const open = campaigns.map(({ give, products: productIds, minBasisCents, capPoints }, index): OpenCampaign => ({
    ...{ campaignId: `c${index}`, version: 1, name: '活动', group: null, priority: 1, cappedBy: 'sale' },
    ...{ give, minBasisCents, capPoints, scope: { ...wholeCatalogue, of: 'listed', productIds } },
  }))
  const base: EarnRule = { points: 1, perCents, excludedTenders: ['stored_value'], isTaxIncluded: true }
  const facts = makeFacts(products, {
    member: { memberId: 'm', tierId: null },
    earnRule: { ...base, campaigns: open },
  })
  const lines = units.map((line, index) => ({
    ...{ lineId: `l${index}`, productId: line.product, quantityMilli: line.units * 1000 },
  }))
  const due = units.reduce(
    (sum, line) => sum + line.units * products.find(({ productId }) => productId === line.product)!.listPriceCents,
    0,
  )
  const storedCents = Math.floor((due * storedShare) / 100)
  const tenders: TenderRequest[] = [
    ...(storedCents > 0 ? [{ tenderId: 's', kind: 'stored_value' as const, amountCents: storedCents }] : []),
    ...(due > storedCents ? [{ tenderId: 'c', kind: 'cash' as const, receivedCents: due - storedCents }] : []),
  ]
  const sale = priceSale({ lines, tenders }, facts)
  assert.ok(!isRefusal(sale))
  const { gifts, pointsEarned } = sale
  return { lines: sale.lines, tenders: sale.tenders, earnRule: { ...base, given: gifts }, pointsEarned }
}

/** What a sale earns of which `returned` was given back, counted naively from the stored figures of its lines. */
function naiveEarned(sale: SoldSale, given: Basket['campaigns'], earlier: readonly PastRefund[]): number {
  const cash = sale.tenders.findIndex(({ kind }) => kind === 'cash')
  const rests = sale.lines.map((line) => {
    const parts = earlier.flatMap(({ lines }) => lines.filter(({ lineId }) => lineId === line.lineId))
    const left = (of: (part: (typeof parts)[number]) => number, whole: number) =>
      parts.reduce((sum, part) => sum - of(part), whole)
    return {
      lineId: line.lineId,
      cents: cash === -1 ? 0 : left(({ tenderCents }) => tenderCents[cash]!, line.tenderCents[cash]!),
      pieces: line.isWeighed ? 0 : left(({ quantityMilli }) => quantityMilli, line.quantityMilli) / 1000,
    }
  })
  const { earnRule } = sale
  let points = 0
  for (let cents = rests.reduce((sum, rest) => sum + rest.cents, 0); cents >= earnRule!.perCents;) {
    cents -= earnRule!.perCents
    points++
  }
  for (const gift of earnRule!.given!) {
    const { give, minBasisCents, capPoints } = given[Number(gift.campaignId.slice(1))]!
    const counted = rests.filter(({ lineId, cents }) => gift.lineIds.includes(lineId) && cents > 0)
    const cents = counted.reduce((sum, rest) => sum + rest.cents, 0)
    const pieces = counted.reduce((sum, rest) => sum + rest.pieces, 0)
    if (cents < minBasisCents) continue
    points += Math.min(capPoints ?? Infinity, naivePoints(give, earnRule!, { cents, pieces }))
  }
  return points
}

test('a sale earns what is counted naively, and so does what each refund leaves; all refunds take back just what was earned (R14)', () => {
  fc.assert(
    fc.property(basketArb, (basket) => {
      const sale = sell(basket)
      assert.equal(sale.pointsEarned, naiveEarned(sale, basket.campaigns, []))
      const earlier: PastRefund[] = []
      const leftMilli = new Map(sale.lines.map(({ lineId, quantityMilli }) => [lineId, quantityMilli]))
      const giveBack = (lineId: string, quantityMilli: number) => {
        const plan = planRefund(sale, earlier, { lines: [{ lineId, quantityMilli }] })
        assert.ok(!isRefusal(plan))
        assert.ok(plan.pointsReversed >= 0)
        earlier.push(plan)
        leftMilli.set(lineId, leftMilli.get(lineId)! - quantityMilli)
        const reversed = earlier.reduce((sum, { pointsReversed }) => sum + pointsReversed, 0)
        assert.equal(sale.pointsEarned - reversed, naiveEarned(sale, basket.campaigns, earlier))
      }
      for (const cut of basket.cuts) {
        const { lineId } = sale.lines[cut % sale.lines.length]!
        if (leftMilli.get(lineId)! >= 1000) giveBack(lineId, 1000)
      }
      for (const [lineId, milli] of leftMilli) if (milli > 0) giveBack(lineId, milli)
      assert.equal(
        earlier.reduce((sum, { pointsReversed }) => sum + pointsReversed, 0),
        sale.pointsEarned,
      )
    }),
    { numRuns: 1_000 },
  )
})
