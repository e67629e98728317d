import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import type { BookedSale } from '#modules/cashier/sale/sale-records.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { previewRefund, refundSale } from './refund-sale.ts'

const house = { kind: 'system', name: 'cashier' } as const

/**
 * Refunds the line that sold a pass for a member who stands at no till: value goes back to its accounts, payments of providers to their
 * origin, both by themselves. What was paid in cash or on the cashier's word is booked as refunded and has to be handed over by
 * somebody: `toHandOverCents`. Nobody's drawer moves. Locks as `refundSale`.
 */
export async function refundPassFromAfar(
  work: Work,
  { refundId, saleId, lineId, reason }: { refundId: string; saleId: string; lineId: string; reason: string },
): Promise<{ paidCents: number; toHandOverCents: number }> {
  // The right to leave is the member's own; the refund that follows from it is the shop's act.
  const asHouse = (work as OpenWork).as(house, work.at)
  const sale = await readSale(asHouse, saleId)
  if (!sale) throw new Refused('sale_not_found')
  const lines = [{ lineId, quantityMilli: 1000 }]
  const { fingerprint, tenders } = await previewRefund(asHouse, { saleId, lines, passCause: 'member' })
  const byHand = new Set(sale.tenders.filter(isHandedOver).map(({ tenderId }) => tenderId))
  const { paidCents } = await refundSale(asHouse, { refundId, saleId, lines, passCause: 'member', fingerprint, reason })
  const toHandOverCents = tenders.reduce(
    (sum, { tenderId, paidCents: cents }) => sum + (byHand.has(tenderId) ? cents : 0),
    0,
  )
  return { paidCents, toHandOverCents }
}

/** Money that no machine can give back: cash, and what the cashier took on their word. */
export function isHandedOver({ kind, referenceId }: BookedSale['tenders'][number]): boolean {
  return kind === 'cash' || (kind === 'other' && referenceId === null)
}
