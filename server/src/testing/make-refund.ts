import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { quoteBareReturn, returnWithoutReceipt } from '#modules/cashier/refund/return-without-receipt.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import type { makeSale } from './make-sale.ts'

/** Everything of a made sale taken back, through the very use case. */
export async function makeRefund(
  work: Work,
  sale: Awaited<ReturnType<typeof makeSale>>,
): Promise<{ refundId: string }> {
  const { saleId } = sale
  const lines = sale.input.lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli: quantityMilli! }))
  const { fingerprint } = await previewRefund(work, { saleId, lines })
  return refundSale(work, { saleId, lines, fingerprint, reason: '不合适', refundId: newId() })
}

/** A piece given back without a receipt, for cash, by an actor who may. */
export async function makeBareReturn(
  work: Work,
  { storeId, itemId, reason = '小票遗失' }: { storeId: string; itemId: string; reason?: string },
): Promise<{ refundId: string }> {
  const lines = [{ lineId: newId(), productId: itemId, quantityMilli: 1_000 }]
  const asked = { storeId, lines, paidTo: 'cash' as const }
  const { fingerprint } = await quoteBareReturn(work, asked)
  return returnWithoutReceipt(work, { ...asked, fingerprint, reason, refundId: newId() })
}
