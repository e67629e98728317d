import type { TrustedUse } from '#modules/cashier/offline/budget-rules.ts'
import { offlineDatabase } from './offline-database.ts'
import { trustedUseOf } from './queue-rules.ts'

/**
 * What waiting sales took on trust, sale by sale. Reads those alone: a till that sold ten thousand times for cash answers as fast
 * as in the morning.
 */
export async function trustedUses(): Promise<TrustedUse[]> {
  const waiting = await offlineDatabase().queue.where('trusts').equals(1).toArray()
  return waiting.map(trustedUseOf)
}
