import type { HeldReturn } from '#console/till/exchange-rules.ts'
import type { RefundQuote } from './refund-drawer.tsx'
import type { Sale } from './sale-page.tsx'

type Chosen = Pick<HeldReturn['refund'], 'lines' | 'reason' | 'refundId' | 'passCause'>

/** What the till needs to know of a return: the plan that was shown, which goods, and where each tender's money came from. */
export function heldReturnOf(
  sale: Pick<Sale, 'id' | 'receiptNumber' | 'memberId' | 'lines' | 'tenders'>,
  { fingerprint, tenders, paidCents, pointsReversed }: RefundQuote,
  { lines, ...chosen }: Chosen,
): HeldReturn {
  const names = new Map(sale.lines.map(({ lineId, name }) => [lineId, name]))
  const paid = new Map(sale.tenders.map((tender) => [tender.tenderId, tender]))
  return {
    saleId: sale.id,
    receiptNumber: sale.receiptNumber,
    memberId: sale.memberId,
    refund: { ...chosen, lines, fingerprint },
    goods: lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli, name: names.get(lineId) ?? '' })),
    paidCents,
    pointsReversed,
    tenders: tenders.map(({ tenderId, kind, paidCents: backCents, points }) => {
      const { method = null, referenceId = null, cardTail = null } = paid.get(tenderId) ?? {}
      return { tenderId, kind, method, referenceId, cardTail, paidCents: backCents, points }
    }),
  }
}
