import { fingerprintOf } from '#shared/fingerprint.ts'
import type { OfflineSale } from './offline-types.ts'

/** The check sum of a sale as its till wrote it down: over everything in it but the check sum itself, whatever the order of its fields. */
export function checkOf({ check: _own, ...sale }: OfflineSale): string {
  return fingerprintOf(sale)
}

/** Whether a sale is the one that was written. One of an older till carries no check sum, and its own figures are all that count. */
export function isAsWritten(sale: OfflineSale): boolean {
  return sale.check === undefined || sale.check === checkOf(sale)
}
