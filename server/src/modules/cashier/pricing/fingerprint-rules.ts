import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '#shared/canonical-json.ts'
import type { PricedSale } from './pricing-types.ts'
import type { RefundPlan } from './refund-plan-rules.ts'

/** SHA-256 (hex) of the canonical JSON. Synchronous on both sides: WebCrypto is missing on plain HTTP, and waits. */
export function fingerprintOf(shown: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(shown))))
}

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
    tenders: sale.tenders,
    pointsEarned: sale.pointsEarned,
  })
}

/** The fingerprint of a previewed refund: what comes back, where it goes and which points are taken. */
export function refundFingerprint(plan: RefundPlan): string {
  const { pricingVersion, lines, tenders, netCents, taxCents, paidCents, pointsReversed } = plan
  return fingerprintOf({ pricingVersion, lines, tenders, netCents, taxCents, paidCents, pointsReversed })
}
