import { assert } from '#shared/assert.ts'
import { bpsOf, maxCents, mulDivRound } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import type { CartLine, PricedProduct, PriceList, PriceStep, PricingFacts } from './pricing-types.ts'

export type LineDraft = {
  line: CartLine
  product: PricedProduct
  quantityMilli: number
  unitPriceCents: number
  grossCents: number
  netCents: number
  steps: PriceStep[]
}

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
 * The first two steps of R20 for one line: list or store price, then member price XOR timed discount, whichever is lower.
 *
 * Rounds once per price: unit price × quantity, halves away from zero. A tie goes to the member price, so that a member
 * sees the benefit they have. A price list never raises a price; only a store price may.
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
  const draft: LineDraft = {
    line,
    product,
    quantityMilli,
    unitPriceCents: base.unitPriceCents,
    grossCents,
    netCents: grossCents,
    steps,
  }
  const best = product.isDiscountable ? bestReducedPrice(product, base.unitPriceCents, facts) : undefined
  if (best) applyReducedPrice(draft, best, base.unitPriceCents)
  return draft
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

type ReducedPrice = { kind: 'member' | 'timed'; unitPriceCents: number; priceListId: string; beatenCents?: number }

function bestReducedPrice(product: PricedProduct, before: number, facts: PricingFacts): ReducedPrice | undefined {
  const member = facts.member ? lowestPrice('member', product, before, facts) : undefined
  const timed = lowestPrice('timed', product, before, facts)
  const isMemberBetter = member !== undefined && (timed === undefined || member.unitPriceCents <= timed.unitPriceCents)
  const best = isMemberBetter ? member : timed
  const beaten = isMemberBetter ? timed : member
  if (!best || best.unitPriceCents >= before) return undefined
  return {
    kind: isMemberBetter ? 'member' : 'timed',
    unitPriceCents: best.unitPriceCents,
    priceListId: best.priceListId,
    ...(beaten && { beatenCents: beaten.unitPriceCents }),
  }
}

function applyReducedPrice(draft: LineDraft, best: ReducedPrice, before: number): void {
  // A printed amount is scaled by the two unit prices: going through the derived weight would round twice.
  const reduced =
    draft.line.embeddedCents === undefined
      ? mulDivRound(best.unitPriceCents, draft.quantityMilli, 1000)
      : mulDivRound(draft.grossCents, best.unitPriceCents, before)
  draft.steps.push({
    code: best.kind === 'member' ? 'member_price' : 'timed_price',
    amountCents: reduced - draft.grossCents,
    facts: {
      unitPriceCents: best.unitPriceCents,
      priceListId: best.priceListId,
      ...(best.beatenCents !== undefined && { beatenUnitPriceCents: best.beatenCents }),
    },
  })
  draft.unitPriceCents = best.unitPriceCents
  draft.netCents = reduced
}

function lowestPrice(kind: PriceList['kind'], product: PricedProduct, before: number, facts: PricingFacts) {
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
