import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { saleFingerprint } from './fingerprint-rules.ts'
import { makeFacts, makeProduct } from './make-cart.ts'
import { priceCart, priceSale } from './price-sale-rules.ts'
import type { Cart, PricedSale, PriceList, PricingFacts, TenderRequest } from './pricing-types.ts'

function sold(cart: Cart, tenders: TenderRequest[], facts: PricingFacts): PricedSale {
  const sale = priceSale({ ...cart, tenders }, facts)
  assert.ok(!isRefusal(sale), isRefusal(sale) ? sale.code : '')
  return sale
}

const list = (given: Partial<PriceList>): PriceList => ({
  priceListId: 'list',
  kind: 'member',
  storeId: null,
  tierId: null,
  startsAt: null,
  endsAt: null,
  rateBps: null,
  items: {},
  ...given,
})
const memberFacts = { member: { memberId: 'm1', tierId: 'gold' } }
const tea = { lineId: 'a', productId: 'tea', quantityMilli: 1000 }

test('a member pays the better of member price and timed discount, never both', () => {
  const priceLists = [
    list({ priceListId: 'members', items: { tea: 900 } }),
    list({ priceListId: 'may', kind: 'timed', rateBps: 8500 }),
  ]
  const facts = makeFacts([makeProduct()], { ...memberFacts, priceLists })
  const cart = priceCart({ lines: [tea] }, facts)
  assert.ok(!isRefusal(cart))
  assert.equal(cart.netCents, 850)
  assert.deepEqual(cart.lines[0]!.steps, [
    { code: 'list_price', amountCents: 1000, facts: { unitPriceCents: 1000, quantityMilli: 1000 } },
    {
      code: 'timed_price',
      amountCents: -150,
      facts: { unitPriceCents: 850, priceListId: 'may', beatenUnitPriceCents: 900 },
    },
  ])
})

test('equal offers are shown as the member price, and a guest gets only the timed one', () => {
  const priceLists = [
    list({ priceListId: 'members', items: { tea: 900 } }),
    list({ priceListId: 'may', kind: 'timed', items: { tea: 900 } }),
  ]
  const stepOf = (facts: PricingFacts) => {
    const cart = priceCart({ lines: [tea] }, facts)
    return isRefusal(cart) ? cart.code : cart.lines[0]!.steps.at(-1)!.code
  }
  assert.equal(stepOf(makeFacts([makeProduct()], { ...memberFacts, priceLists })), 'member_price')
  assert.equal(stepOf(makeFacts([makeProduct()], { priceLists })), 'timed_price')
})

const windows: { title: string; given: Partial<PriceList>; netCents: number }[] = [
  { title: 'another tier', given: { tierId: 'silver' }, netCents: 1000 },
  { title: 'the own tier', given: { tierId: 'gold' }, netCents: 500 },
  { title: 'another store', given: { storeId: 'south' }, netCents: 1000 },
  { title: 'a window that opens this instant', given: { startsAt: '2026-05-01T02:00:00.000Z' }, netCents: 500 },
  { title: 'a window that closes this instant', given: { endsAt: '2026-05-01T02:00:00.000Z' }, netCents: 1000 },
  { title: 'a store price that raises the price', given: { kind: 'store', items: { tea: 1200 } }, netCents: 1200 },
  { title: 'a member price above the list', given: { items: { tea: 1200 } }, netCents: 1000 },
]
for (const { title, given, netCents } of windows) {
  test(`a price list for ${title} gives ${netCents}`, () => {
    const facts = makeFacts([makeProduct()], { ...memberFacts, priceLists: [list({ items: { tea: 500 }, ...given })] })
    const cart = priceCart({ lines: [tea] }, facts)
    assert.ok(!isRefusal(cart))
    assert.equal(cart.netCents, netCents)
  })
}

test('goods labelled by the scale cost what the label says, and the weight follows', () => {
  const pork = makeProduct({ productId: 'pork', listPriceCents: 3399, isWeighed: true, taxRateBps: 900 })
  const cart = priceCart({ lines: [{ lineId: 'a', productId: 'pork', embeddedCents: 1234 }] }, makeFacts([pork]))
  assert.ok(!isRefusal(cart))
  assert.deepEqual([cart.netCents, cart.lines[0]!.quantityMilli, cart.taxCents], [1234, 363, 102])
})

test('tea for 11.30 with 13 % VAT inside carries 1.30 of tax', () => {
  const cart = priceCart({ lines: [tea] }, makeFacts([makeProduct({ listPriceCents: 1130 })]))
  assert.ok(!isRefusal(cart))
  assert.equal(cart.taxCents, 130)
})

test('an order discount of 1.00 over six lines of 1.00 and one of 0.01 falls as R19 says', () => {
  const products = [...'abcdefg'].map((id) => makeProduct({ productId: id, listPriceCents: id === 'g' ? 1 : 100 }))
  const lines = products.map(({ productId }) => ({ lineId: productId, productId, quantityMilli: 1000 }))
  const cart = priceCart({ lines, orderDiscount: { kind: 'amount', amountCents: 100 } }, makeFacts(products))
  assert.ok(!isRefusal(cart))
  assert.deepEqual(
    cart.lines.map((line) => line.discountCents),
    [17, 17, 17, 17, 16, 16, 0],
  )
  assert.equal(cart.manualDiscountCents, 100)
})

test('stored value, then cash with change, rounded to the smallest coin of the drawer', () => {
  const facts = makeFacts([makeProduct({ listPriceCents: 1997 })], {
    ...memberFacts,
    cashRounding: { stepCents: 10, mode: 'down' },
  })
  const sale = sold(
    { lines: [tea] },
    [
      { tenderId: 'c', kind: 'cash', receivedCents: 2000 },
      { tenderId: 's', kind: 'stored_value', amountCents: 500 },
    ],
    facts,
  )
  assert.deepEqual(
    sale.tenders.map((tender) => [tender.kind, tender.amountCents, tender.roundingCents, tender.changeCents]),
    [
      ['stored_value', 500, 0, 0],
      ['cash', 1497, -7, 510],
    ],
  )
  assert.deepEqual(sale.lines[0]!.tenderCents, [500, 1497])
})

test('points count what was paid with money, floored once for the sale', () => {
  const earnRule = { points: 1, perCents: 100, excludedTenders: ['stored_value' as const], isTaxIncluded: true }
  const products = [makeProduct({ listPriceCents: 1550 }), makeProduct({ productId: 'salt', listPriceCents: 1549 })]
  const facts = makeFacts(products, { ...memberFacts, earnRule })
  const lines = [tea, { lineId: 'b', productId: 'salt', quantityMilli: 1000 }]
  const sale = sold(
    { lines },
    [
      { tenderId: 's', kind: 'stored_value', amountCents: 1000 },
      { tenderId: 'o', kind: 'other', method: 'wechat', amountCents: 2099 },
    ],
    facts,
  )
  assert.equal(sale.earnBasisCents, 2099)
  assert.equal(sale.pointsEarned, 20)
})

const bad: { code: string; cart?: Partial<Cart>; tenders?: TenderRequest[] }[] = [
  { code: 'cart_empty', cart: { lines: [] } },
  { code: 'cart_line_twice', cart: { lines: [tea, tea] } },
  { code: 'product_unknown', cart: { lines: [{ ...tea, productId: 'constructor_' }] } },
  { code: 'quantity_invalid', cart: { lines: [{ ...tea, quantityMilli: -1000 }] } },
  { code: 'quantity_invalid', cart: { lines: [{ ...tea, quantityMilli: 0 }] } },
  { code: 'quantity_invalid', cart: { lines: [{ ...tea, quantityMilli: 2 ** 53 }] } },
  { code: 'quantity_invalid', cart: { lines: [{ ...tea, quantityMilli: 1000.5 }] } },
  { code: 'quantity_not_whole', cart: { lines: [{ ...tea, quantityMilli: 1500 }] } },
  { code: 'amount_invalid', cart: { lines: [{ ...tea, embeddedCents: -1 }] } },
  { code: 'discount_invalid', cart: { lines: [{ ...tea, discount: { kind: 'amount', amountCents: 0 } }] } },
  { code: 'discount_invalid', cart: { lines: [{ ...tea, discount: { kind: 'rate', offBps: 10_001 } }] } },
  { code: 'discount_too_large', cart: { lines: [{ ...tea, discount: { kind: 'amount', amountCents: 1001 } }] } },
  { code: 'discount_too_large', cart: { orderDiscount: { kind: 'amount', amountCents: 1001 } } },
  { code: 'waiver_too_large', cart: { waiverCents: 1001 } },
  { code: 'discount_invalid', cart: { waiverCents: -1 } },
  { code: 'tender_short', tenders: [] },
  { code: 'tender_over', tenders: [{ tenderId: 'o', kind: 'other', amountCents: 1001 }] },
  { code: 'tender_short', tenders: [{ tenderId: 'o', kind: 'other', amountCents: 999 }] },
  { code: 'tender_invalid', tenders: [{ tenderId: 'o', kind: 'other', amountCents: -1000 }] },
  { code: 'tender_invalid', tenders: [{ tenderId: 'o', kind: 'other', amountCents: 10.5 }] },
  { code: 'cash_short', tenders: [{ tenderId: 'c', kind: 'cash', receivedCents: 999 }] },
  { code: 'cash_short', tenders: [{ tenderId: 'c', kind: 'cash', receivedCents: 0 }] },
  { code: 'tender_invalid', tenders: [{ tenderId: 'c', kind: 'cash', receivedCents: -1 }] },
  { code: 'member_needed', tenders: [{ tenderId: 's', kind: 'stored_value', amountCents: 1000 }] },
  {
    code: 'cash_not_needed',
    tenders: [
      { tenderId: 'o', kind: 'other', amountCents: 1000 },
      { tenderId: 'c', kind: 'cash', receivedCents: 1 },
    ],
  },
]
bad.forEach(({ code, cart, tenders }, index) => {
  test(`bad cart ${index + 1} is refused with ${code}`, () => {
    const paid: TenderRequest[] = tenders ?? [{ tenderId: 'c', kind: 'cash', receivedCents: 1000 }]
    const answer = priceSale({ lines: [tea], tenders: paid, ...cart }, makeFacts([makeProduct()]))
    assert.ok(isRefusal(answer))
    assert.equal(answer.code, code)
  })
})

test('a line too dear to add up is refused, not miscounted', () => {
  const facts = makeFacts([makeProduct({ listPriceCents: 10_000_000_000 })])
  const answer = priceCart({ lines: [{ ...tea, quantityMilli: 2000 }] }, facts)
  assert.ok(isRefusal(answer))
  assert.equal(answer.code, 'amount_too_large')
})

test('the fingerprint is the same for the same sums and another for any other', () => {
  const facts = makeFacts([makeProduct()])
  const cash = (receivedCents: number): TenderRequest[] => [{ tenderId: 'c', kind: 'cash', receivedCents }]
  const print = saleFingerprint(sold({ lines: [tea] }, cash(1000), facts))
  assert.match(print, /^[0-9a-f]{64}$/)
  assert.equal(saleFingerprint(sold({ lines: [{ ...tea }] }, cash(1000), makeFacts([makeProduct()]))), print)
  assert.notEqual(saleFingerprint(sold({ lines: [tea] }, cash(1100), facts)), print)
  assert.notEqual(saleFingerprint(sold({ lines: [tea], waiverCents: 1 }, cash(1000), facts)), print)
})
