import { assert } from '#shared/assert.ts'
import { bpsOf, maxCents, mulDivRound } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import type { LineDraft } from './line-draft.ts'
import type { CartLine, PricedProduct, PriceList, PriceStep, PricingFacts } from './pricing-types.ts'

export type LineRefusalCode =
  | 'product_unknown'
  | 'price_missing'
  | 'quantity_invalid'
  | 'quantity_not_whole'
  | 'amount_invalid'
  | 'amount_too_large'

/** A thousand kilograms or a million pieces on one line is a slip of the hand. */
const maxQuantityMilli = 1_000_000_000

/** A whole number of cents from `min` up to the largest amount that one field may carry. */
export function isAmount(value: number, min: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= maxCents
}

/**
 * The first step of R20 for one line: the list price, or the store's own, times the quantity.
 *
 * Rounds once: unit price × quantity, halves away from zero. A store price may raise a price, no other list does.
 */
export function priceLine(line: CartLine, facts: PricingFacts): LineDraft | Refusal<LineRefusalCode> {
  const product = facts.products[line.productId]
  if (!product) return refuse('product_unknown', { lineId: line.lineId, productId: line.productId })
  assert(isAmount(product.listPriceCents, 0), 'a list price is an amount')
  const base = basePrice(product, facts)
  const quantityMilli = quantityOf(line, product, base.unitPriceCents)
  if (typeof quantityMilli !== 'number') return quantityMilli
  if (base.unitPriceCents * (quantityMilli / 1000) > maxCents) {
    return refuse('amount_too_large', { lineId: line.lineId, maxCents })
  }

  const steps = baseSteps(line, product, base, quantityMilli)
  const grossCents = steps.reduce((sum, step) => sum + step.amountCents, 0)
  return {
    line,
    product,
    quantityMilli,
    unitPriceCents: base.unitPriceCents,
    grossCents,
    netCents: grossCents,
    steps,
    isMemberPriced: false,
    isPromoted: false,
    takesCoupons: true,
    promotionGroups: new Set(),
  }
}

type BasePrice = { unitPriceCents: number; priceListId: string | undefined }

/** The list price, or the store's own; of several store lists the lowest, ties by id, so that the order cannot matter. */
function basePrice(product: PricedProduct, facts: PricingFacts): BasePrice {
  const best = lowestPrice('store', product, product.listPriceCents, facts)
  return best ?? { unitPriceCents: product.listPriceCents, priceListId: undefined }
}

function quantityOf(line: CartLine, product: PricedProduct, unitPriceCents: number) {
  const { lineId, quantityMilli, embeddedCents } = line
  if (embeddedCents !== undefined) {
    if (!isAmount(embeddedCents, 1)) return refuse('amount_invalid', { lineId })
    if (unitPriceCents === 0) return refuse('price_missing', { lineId, productId: product.productId })
  }
  if (quantityMilli === undefined) {
    if (embeddedCents === undefined) return refuse('quantity_invalid', { lineId })
    const derived = Math.max(1, mulDivRound(embeddedCents, 1000, unitPriceCents))
    return derived > maxQuantityMilli ? refuse('quantity_invalid', { lineId }) : derived
  }
  if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0 || quantityMilli > maxQuantityMilli) {
    return refuse('quantity_invalid', { lineId })
  }
  const isWhole = quantityMilli % 1000 === 0
  return isWhole || product.isWeighed ? quantityMilli : refuse('quantity_not_whole', { lineId })
}

function baseSteps(line: CartLine, product: PricedProduct, base: BasePrice, quantityMilli: number): PriceStep[] {
  const listCents = mulDivRound(product.listPriceCents, quantityMilli, 1000)
  const steps: PriceStep[] = [
    {
      code: 'list_price',
      amountCents: listCents,
      facts: { unitPriceCents: product.listPriceCents, quantityMilli },
    },
  ]
  const baseCents = mulDivRound(base.unitPriceCents, quantityMilli, 1000)
  if (base.priceListId !== undefined) {
    steps.push({
      code: 'store_price',
      amountCents: baseCents - listCents,
      facts: { unitPriceCents: base.unitPriceCents, priceListId: base.priceListId },
    })
  }
  // The label on the goods is what the customer read: its amount holds, whatever the derived weight rounds to.
  if (line.embeddedCents !== undefined && line.embeddedCents !== baseCents) {
    steps.push({
      code: 'embedded_price',
      amountCents: line.embeddedCents - baseCents,
      facts: { embeddedCents: line.embeddedCents },
    })
  }
  return steps
}

/** The lowest price for a product on the lists of one kind that hold here, now; ties by id, so that the order cannot matter. */
export function lowestPrice(kind: PriceList['kind'], product: PricedProduct, before: number, facts: PricingFacts) {
  let best: { unitPriceCents: number; priceListId: string } | undefined
  for (const list of facts.priceLists) {
    if (list.kind !== kind || !appliesNow(list, facts)) continue
    const unitPriceCents = priceOn(list, product, before)
    if (unitPriceCents === undefined) continue
    const isLower =
      best === undefined ||
      unitPriceCents < best.unitPriceCents ||
      (unitPriceCents === best.unitPriceCents && list.priceListId < best.priceListId)
    if (isLower) best = { unitPriceCents, priceListId: list.priceListId }
  }
  return best
}

/** Whether a price list holds here, now, for this customer. Instants compare as text: both are `toISOString()`. */
function appliesNow(list: PriceList, facts: PricingFacts): boolean {
  if (list.storeId !== null && list.storeId !== facts.storeId) return false
  if (list.startsAt !== null && facts.at < list.startsAt) return false
  if (list.endsAt !== null && facts.at >= list.endsAt) return false
  return list.kind !== 'member' || list.tierId === null || list.tierId === facts.member?.tierId
}

function priceOn(list: PriceList, product: PricedProduct, before: number): number | undefined {
  const own = Object.hasOwn(list.items, product.productId) ? list.items[product.productId] : undefined
  if (own !== undefined) {
    assert(isAmount(own, 0), 'a price on a list is an amount')
    return own
  }
  if (list.rateBps === null || !product.isDiscountable) return undefined
  assert(Number.isInteger(list.rateBps) && list.rateBps >= 0, 'a rate is basis points from zero')
  return bpsOf(before, list.rateBps)
}
