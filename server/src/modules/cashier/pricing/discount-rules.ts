import { bpsOf } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { type LineDraft, spreadOff, sumOfNets, takeOff } from './line-draft.ts'
import { isAmount } from './line-price-rules.ts'
import type { Cart, Discount } from './pricing-types.ts'

export type DiscountRefusalCode =
  | 'discount_invalid'
  | 'discount_too_large'
  | 'discount_not_allowed_here'
  | 'waiver_too_large'

/** Takes the discounts that a person gave on single lines. Refuses one larger than the line, or on an excluded product. */
export function applyLineDiscounts(drafts: readonly LineDraft[]): Refusal<DiscountRefusalCode> | undefined {
  for (const draft of drafts) {
    const { discount, lineId } = draft.line
    if (!discount) continue
    if (!draft.product.isDiscountable) return refuse('discount_not_allowed_here', { lineId })
    const offCents = discountOf(discount, draft.netCents)
    if (typeof offCents !== 'number') return refuse(offCents.code, { ...offCents.details, lineId })
    takeOff(draft, 'line_discount', offCents, factsOf(discount))
  }
  return undefined
}

/** Takes a discount on the whole cart, spread over the discountable lines by their nets (R19), ties by line id. */
export function applyOrderDiscount(
  drafts: readonly LineDraft[],
  discount: Discount | undefined,
): Refusal<DiscountRefusalCode> | undefined {
  if (!discount) return undefined
  const eligible = drafts.filter((draft) => draft.product.isDiscountable)
  if (eligible.length === 0) return refuse('discount_not_allowed_here')
  const offCents = discountOf(discount, sumOfNets(eligible))
  if (typeof offCents !== 'number') return offCents
  spreadOff(eligible, 'order_discount', offCents, factsOf(discount))
  return undefined
}

/** 抹零: one signed amount off the whole sum, spread over all lines, so that refunds and VAT know it (R20). */
export function applyWaiver(drafts: readonly LineDraft[], cart: Cart): Refusal<DiscountRefusalCode> | undefined {
  const { waiverCents } = cart
  if (waiverCents === undefined || waiverCents === 0) return undefined
  if (!isAmount(waiverCents, 1)) return refuse('discount_invalid')
  const sumCents = sumOfNets(drafts)
  if (waiverCents > sumCents) return refuse('waiver_too_large', { maxCents: sumCents })
  spreadOff(drafts, 'waiver', waiverCents, { waiverCents })
  return undefined
}

function discountOf(discount: Discount, ofCents: number): number | Refusal<DiscountRefusalCode> {
  if (discount.kind === 'rate') {
    const { offBps } = discount
    if (!Number.isInteger(offBps) || offBps < 1 || offBps > 10_000) return refuse('discount_invalid')
    return bpsOf(ofCents, offBps)
  }
  if (!isAmount(discount.amountCents, 1)) return refuse('discount_invalid')
  // Refused, not clamped: a cashier who typed 100 instead of 10 should hear it.
  if (discount.amountCents > ofCents) return refuse('discount_too_large', { maxCents: ofCents })
  return discount.amountCents
}

function factsOf(discount: Discount): Record<string, number> {
  return discount.kind === 'rate' ? { offBps: discount.offBps } : { offCents: discount.amountCents }
}
