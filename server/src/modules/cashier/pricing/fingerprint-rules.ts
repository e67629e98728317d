import { sumOfGifts } from '#modules/points/campaign-rules.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import type { PricedSale } from './pricing-types.ts'
import type { RefundPlan } from './refund-plan-rules.ts'

/**
 * The fingerprint of a quoted sale: what the cashier and the member saw, under this rule version.
 *
 * No lots, stock or balances are in it, so that a neighbour's sale does not spoil this one; nor the steps, which explain
 * the sums but are not agreed on.
 */
export function saleFingerprint(sale: PricedSale): string {
  return fingerprintOf({
    pricingVersion: sale.pricingVersion,
    lines: sale.lines.map(({ lineId, productId, quantityMilli, unitPriceCents, grossCents, netCents, taxCents }) => ({
      lineId,
      productId,
      quantityMilli,
      unitPriceCents,
      grossCents,
      netCents,
      taxCents,
    })),
    netCents: sale.netCents,
    promotions: sale.promotions.map(({ promotionId, version, offCents }) => ({ promotionId, version, offCents })),
    coupons: sale.coupons.map(({ couponId, offCents }) => ({ couponId, offCents })),
    tenders: sale.tenders,
    // What campaigns add hangs on their budgets and on what the member had of them: a balance, not a price.
    pointsEarned: sale.pointsEarned - sumOfGifts(sale.gifts),
  })
}

/** The fingerprint of a previewed refund: what comes back, where it goes and which points are taken. */
export function refundFingerprint(plan: RefundPlan): string {
  const { pricingVersion, lines, tenders, netCents, taxCents, paidCents, pointsReversed } = plan
  return fingerprintOf({ pricingVersion, lines, tenders, netCents, taxCents, paidCents, pointsReversed })
}
