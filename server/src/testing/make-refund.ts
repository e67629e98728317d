import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
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
