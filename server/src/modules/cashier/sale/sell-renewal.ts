import type { SellRenewal } from '#modules/passes/renew-pass.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { quoteSale } from './quote-sale.ts'
import { sell } from './sell.ts'

/**
 * Sells a renewal out of the member's stored value, as the till would: receipt, VAT and the new pass. A refusal is an answer: nothing was
 * booked, and a person looks at it.
 */
export const sellRenewal: SellRenewal = async (work, { pass, planVersion }) => {
  const plan = { version: planVersion, renewsPassId: pass.id }
  const cart = {
    storeId: pass.storeId,
    memberId: pass.memberId,
    lines: [{ lineId: newId(), productId: pass.planId, quantityMilli: 1000, plan }],
  }
  try {
    const { netCents } = await quoteSale(work, cart)
    const tenders = netCents > 0 ? [{ tenderId: newId(), kind: 'stored_value' as const, amountCents: netCents }] : []
    const { fingerprint } = await quoteSale(work, { ...cart, tenders })
    const saleId = newId()
    const [booked] = await sell(work, [{ work, key: saleId, input: { ...cart, tenders, fingerprint: fingerprint! } }])
    return booked instanceof Refused ? booked : { saleId, netCents }
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}
