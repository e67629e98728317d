import type { PricedProduct, PricingFacts } from './pricing-types.ts'

/** Test factories: a product and facts in which only what a test is about differs from the plain case. */
export function makeProduct(given: Partial<PricedProduct> = {}): PricedProduct {
  return {
    productId: 'tea',
    categoryIds: [],
    listPriceCents: 1000,
    isWeighed: false,
    isDiscountable: true,
    earnsPoints: true,
    taxRateBps: 1300,
    ...given,
  }
}

export function makeFacts(products: PricedProduct[], given: Partial<PricingFacts> = {}): PricingFacts {
  return {
    at: '2026-05-01T02:00:00.000Z',
    storeId: 'north',
    timeZone: 'Asia/Shanghai',
    member: null,
    products: Object.fromEntries(products.map((product) => [product.productId, product])),
    priceLists: [],
    promotions: [],
    coupons: [],
    cashRounding: { stepCents: 1, mode: 'nearest' },
    earnRule: null,
    redeemRule: null,
    ...given,
  }
}
