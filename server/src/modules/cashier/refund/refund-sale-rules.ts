import { refundFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import {
  planRefund,
  type RefundPlan,
  type RefundRefusalCode,
  type SoldSale,
} from '#modules/cashier/pricing/refund-plan-rules.ts'
import type { BookedSale, Disposition } from '#modules/cashier/sale/sale-records.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'

export type RefundLineRequest = { lineId: string; quantityMilli: number; disposition?: Disposition | undefined }

export type QuotedRefund = RefundPlan & { fingerprint: string; dispositions: ReadonlyMap<string, Disposition> }

/** The stored figures of a sale as refunds are planned from. */
export function soldSaleOf(sale: BookedSale): SoldSale {
  return { lines: sale.lines, tenders: sale.tenders, earnRule: sale.earnRule, pointsEarned: sale.pointsEarned }
}

/**
 * A refund as it is shown and then booked by the same function (quote → execute). Goods go back to the shelf unless told
 * otherwise; a service has nowhere to go.
 */
export function quoteRefund(
  sale: BookedSale,
  lines: readonly RefundLineRequest[],
): QuotedRefund | Refusal<RefundRefusalCode> {
  const plan = planRefund(soldSaleOf(sale), sale.refunds, { lines })
  if (isRefusal(plan)) return plan
  const kinds = new Map(sale.lines.map((line) => [line.lineId, line.itemKind]))
  const dispositions = new Map(
    lines.map(({ lineId, disposition }) => {
      const whereto = kinds.get(lineId) === 'service' ? 'none' : (disposition ?? 'sellable')
      return [lineId, whereto] as const
    }),
  )
  return { ...plan, fingerprint: refundFingerprint(plan), dispositions }
}
