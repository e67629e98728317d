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

/** What stays with the shop of lines that sold passes: what was had of them; by line. */
export type KeptCents = ReadonlyMap<string, number>

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
  kept: KeptCents = new Map(),
): QuotedRefund | Refusal<RefundRefusalCode> {
  const wanted = lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli, keptCents: kept.get(lineId) ?? 0 }))
  const plan = planRefund(soldSaleOf(sale), sale.refunds, { lines: wanted })
  if (isRefusal(plan)) return plan
  const kinds = new Map(sale.lines.map((line) => [line.lineId, line.itemKind]))
  const dispositions = new Map(
    lines.map(({ lineId, disposition }) => {
      const kind = kinds.get(lineId)
      const whereto = kind === 'service' || kind === 'plan' ? 'none' : (disposition ?? 'sellable')
      return [lineId, whereto] as const
    }),
  )
  return { ...plan, fingerprint: refundFingerprint(plan), dispositions }
}
