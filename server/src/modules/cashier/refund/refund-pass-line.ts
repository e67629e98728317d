import type { PayBack } from '#modules/passes/pay-back.ts'
import { previewRefund, refundSale } from './refund-sale.ts'

/** Refunds the line that sold a pass: what was had of it stays with the shop, the rest goes back to its tenders, the pass ends. */
export const refundPassLine: PayBack = async (work, { refundId, saleId, lineId, cause, reason, approvalId }) => {
  const lines = [{ lineId, quantityMilli: 1000 }]
  const { fingerprint } = await previewRefund(work, { saleId, lines, passCause: cause })
  return refundSale(work, {
    ...{ refundId, saleId, lines, passCause: cause, fingerprint, reason },
    ...(approvalId === undefined ? {} : { approvalId }),
  })
}
