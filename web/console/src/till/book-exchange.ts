import { api, ApiUnreachable, send, type ResponseOf } from '@staff/api'
import { noteSold } from '#console/offline/sold-ids.ts'
import { handInAll, sellsByItself } from '#console/offline/sync-queue.ts'
import { isTill, noteReceiptNumber } from '#console/offline/till-contact.ts'
import type { HeldReturn } from './exchange-rules.ts'
import type { SaleInput } from './use-booking.tsx'

type Exchanged = ResponseOf<typeof api.exchangeCreate>

/**
 * Books the return and the new sale as one, under the new sale's id. Only the server can: it knows what else came back of the
 * first sale. What a till sold by itself is handed in before, so that receipts keep their order.
 *
 * Throws `ApiUnreachable` without a line and `ApiRefusal` for a no.
 */
export async function bookExchange(
  newSaleId: string,
  { saleId, refund }: HeldReturn,
  { sale, refundApprovalId }: { sale: SaleInput; refundApprovalId?: string },
): Promise<Exchanged> {
  if (isTill() && (await sellsByItself()) && !(await handInAll())) throw new ApiUnreachable(null)
  const approved = refundApprovalId ? { approvalId: refundApprovalId } : {}
  const input = { saleId, refund: { ...refund, ...approved }, sale }
  const answer = await send(api.exchangeCreate, input, { idempotencyKey: newSaleId })
  await noteSold(newSaleId)
  await noteReceiptNumber(answer.refund.receiptNumber)
  await noteReceiptNumber(answer.sale.receiptNumber)
  return answer
}
