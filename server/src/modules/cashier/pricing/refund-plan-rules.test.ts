import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#shared/refusal.ts'
import { makeFacts, makeProduct } from './make-cart.ts'
import { priceSale } from './price-sale-rules.ts'
import type { EarnRule, PricedSale, TenderRequest } from './pricing-types.ts'
import { planRefund, wholeRest, type PastRefund, type RefundPlan, type SoldSale } from './refund-plan-rules.ts'

const earnRule: EarnRule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }

function soldOf(sale: PricedSale, rule: EarnRule | null = earnRule): SoldSale {
  return { lines: sale.lines, tenders: sale.tenders, earnRule: rule, pointsEarned: sale.pointsEarned }
}

function planned(
  sale: SoldSale,
  earlier: PastRefund[],
  lines: { lineId: string; quantityMilli: number }[],
): RefundPlan {
  const plan = planRefund(sale, earlier, { lines })
  assert.ok(!isRefusal(plan), isRefusal(plan) ? plan.code : '')
  return plan
}

/** Three teas for 10.00, sold with 0.01 waived: 9.99 by stored value 4.00 and cash. */
function threeTeas(stepCents = 1): SoldSale {
  const facts = makeFacts([makeProduct({ listPriceCents: 333 })], {
    member: { memberId: 'm', tierId: null },
    cashRounding: { stepCents, mode: 'down' },
    earnRule,
  })
  const sale = priceSale(
    {
      lines: [{ lineId: 'a', productId: 'tea', quantityMilli: 3000 }],
      tenders: [
        { tenderId: 's', kind: 'stored_value', amountCents: 400 },
        { tenderId: 'c', kind: 'cash', receivedCents: 1000 },
      ],
    },
    facts,
  )
  assert.ok(!isRefusal(sale))
  return soldOf(sale)
}

test('one of three teas returns a third, to the tenders that paid it, and its points', () => {
  const plan = planned(threeTeas(), [], [{ lineId: 'a', quantityMilli: 1000 }])
  assert.equal(plan.netCents, 333)
  assert.deepEqual(
    plan.tenders.map(({ tenderId, paidCents }) => [tenderId, paidCents]),
    [
      ['s', 133],
      ['c', 200],
    ],
  )
  assert.equal(plan.pointsReversed, 3, '9 points for 9.99, 6 for the 6.66 that remain')
  assert.equal(plan.isLast, false)
})

test('a full refund returns exactly what was tendered, the rounding of the drawer included', () => {
  const sale = threeTeas(10)
  const plan = planned(sale, [], [{ lineId: 'a', quantityMilli: 3000 }])
  assert.deepEqual(
    plan.tenders.map(({ tenderId, amountCents, paidCents }) => [tenderId, amountCents, paidCents]),
    [
      ['s', 400, 400],
      ['c', 599, 590],
    ],
  )
  assert.equal(plan.pointsReversed, sale.pointsEarned)
  assert.equal(plan.isLast, true)
})

const refusals: { code: string; lines: { lineId: string; quantityMilli: number }[] }[] = [
  { code: 'refund_empty', lines: [] },
  { code: 'refund_line_unknown', lines: [{ lineId: 'z', quantityMilli: 1000 }] },
  { code: 'refund_quantity_invalid', lines: [{ lineId: 'a', quantityMilli: 0 }] },
  { code: 'refund_quantity_invalid', lines: [{ lineId: 'a', quantityMilli: -1000 }] },
  { code: 'refund_quantity_invalid', lines: [{ lineId: 'a', quantityMilli: 500 }] },
  { code: 'refund_exceeds_sale', lines: [{ lineId: 'a', quantityMilli: 4000 }] },
  {
    code: 'refund_line_twice',
    lines: [
      { lineId: 'a', quantityMilli: 1000 },
      { lineId: 'a', quantityMilli: 1000 },
    ],
  },
]
for (const { code, lines } of refusals) {
  test(`a refund of ${JSON.stringify(lines)} is refused with ${code}`, () => {
    const plan = planRefund(threeTeas(), [], { lines })
    assert.ok(isRefusal(plan))
    assert.equal(plan.code, code)
  })
}

test('what was returned before cannot be returned again', () => {
  const sale = threeTeas()
  const first = planned(sale, [], [{ lineId: 'a', quantityMilli: 2000 }])
  const again = planRefund(sale, [first], { lines: [{ lineId: 'a', quantityMilli: 2000 }] })
  assert.ok(isRefusal(again))
  assert.deepEqual([again.code, again.details.leftMilli], ['refund_exceeds_sale', 1000])
})

const sales = fc.record({
  lines: fc.array(
    fc.record({
      listCents: fc.integer({ min: 0, max: 20_000 }),
      quantityMilli: fc.integer({ min: 1, max: 5_000 }),
      earnsPoints: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  split: fc.integer({ min: 0, max: 10_000 }),
  stepCents: fc.constantFrom(1, 5, 10, 50, 100),
  mode: fc.constantFrom('nearest' as const, 'down' as const),
  isTaxIncluded: fc.boolean(),
  isStoredValueOut: fc.boolean(),
  cuts: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3_000 })), { maxLength: 12 }),
})

function saleOf(drawn: typeof sales extends fc.Arbitrary<infer Drawn> ? Drawn : never): SoldSale {
  const rule: EarnRule = {
    ...earnRule,
    isTaxIncluded: drawn.isTaxIncluded,
    excludedTenders: drawn.isStoredValueOut ? ['stored_value'] : [],
  }
  const products = drawn.lines.map(({ listCents, earnsPoints }, index) =>
    makeProduct({ productId: `p${index}`, listPriceCents: listCents, isWeighed: true, earnsPoints }),
  )
  const facts = makeFacts(products, {
    member: { memberId: 'm', tierId: null },
    cashRounding: { stepCents: drawn.stepCents, mode: drawn.mode },
    earnRule: rule,
  })
  const lines = drawn.lines.map(({ quantityMilli }, index) => ({
    lineId: `l${index}`,
    productId: `p${index}`,
    quantityMilli,
  }))
  const due = products.reduce(
    (sum, product, index) => sum + Math.floor((product.listPriceCents * lines[index]!.quantityMilli) / 1000 + 0.5),
    0,
  )
  const storedCents = Math.floor((due * drawn.split) / 10_000)
  const tenders: TenderRequest[] = []
  if (storedCents > 0) tenders.push({ tenderId: 's', kind: 'stored_value', amountCents: storedCents })
  if (due > storedCents) tenders.push({ tenderId: 'c', kind: 'cash', receivedCents: due + 100 })
  const sale = priceSale({ lines, tenders }, facts)
  assert.ok(!isRefusal(sale), isRefusal(sale) ? sale.code : '')
  return soldOf(sale, rule)
}

test('however a sale is returned, in whatever parts and order, the parts sum to what was paid', () => {
  fc.assert(
    fc.property(sales, (drawn) => {
      const sale = saleOf(drawn)
      const earlier: RefundPlan[] = []
      for (const [pick, quantityMilli] of drawn.cuts) {
        const line = sale.lines[pick % sale.lines.length]!
        const plan = planRefund(sale, earlier, { lines: [{ lineId: line.lineId, quantityMilli }] })
        if (!isRefusal(plan)) earlier.push(plan)
      }
      const rest = wholeRest(sale, earlier)
      if (rest.lines.length > 0) earlier.push(planned(sale, earlier, [...rest.lines]))

      const total = (values: number[]) => values.reduce((a, b) => a + b, 0)
      const parts = earlier.flatMap((plan) => plan.lines)
      for (const line of sale.lines) {
        const own = parts.filter((part) => part.lineId === line.lineId)
        assert.equal(total(own.map((part) => part.netCents)), line.netCents)
        assert.equal(total(own.map((part) => part.taxCents)), line.taxCents)
        assert.ok(own.every((part) => part.netCents >= 0 && part.taxCents >= 0))
      }
      for (const tender of sale.tenders) {
        const back = earlier.flatMap((plan) => plan.tenders.filter(({ tenderId }) => tenderId === tender.tenderId))
        assert.ok(back.every((part) => part.paidCents >= 0 && part.amountCents >= 0))
        assert.equal(total(back.map((part) => part.amountCents)), tender.amountCents)
        assert.equal(total(back.map((part) => part.paidCents)), tender.amountCents + tender.roundingCents)
      }
      assert.equal(total(earlier.map((plan) => plan.pointsReversed)), sale.pointsEarned)
      assert.ok(earlier.every((plan) => plan.pointsReversed >= 0))
      assert.equal(earlier.at(-1)!.isLast, true)
    }),
    { numRuns: 1500 },
  )
})
