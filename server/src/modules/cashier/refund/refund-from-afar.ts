import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import type { BookedSale } from '#modules/cashier/sale/sale-records.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { previewRefund, refundSale } from './refund-sale.ts'

const house = { kind: 'system', name: 'cashier' } as const

/** How what was paid comes back, part by part: value to its account, a payment to its origin, the rest by somebody's hand. */
export type WayBack = 'stored_value' | 'points' | 'gift_card' | 'origin' | 'hand'

export type BackFromAfar = {
  parts: { way: WayBack; cents: number }[]
  /** What the line had earned and no longer earns; where it is spent already it is owed (R16). */
  pointsTaken: number
}

/** What `refundPassFromAfar` would give back and take, for whoever shows it before it is done. Locks nothing. */
export async function previewPassFromAfar(
  work: Work,
  { saleId, lineId }: { saleId: string; lineId: string },
): Promise<BackFromAfar> {
  const asHouse = (work as OpenWork).as(house, work.at)
  const sale = await readSale(asHouse, saleId)
  if (!sale) throw new Refused('sale_not_found')
  const plan = await previewRefund(asHouse, {
    sale,
    saleId,
    lines: [{ lineId, quantityMilli: 1000 }],
    passCause: 'member',
  })
  const ways = new Map(sale.tenders.map((tender) => [tender.tenderId, wayOf(tender)]))
  const cents = new Map<WayBack, number>()
  for (const { tenderId, paidCents } of plan.tenders) {
    const way = ways.get(tenderId)!
    cents.set(way, (cents.get(way) ?? 0) + paidCents)
  }
  const parts = [...cents].filter(([, sum]) => sum > 0).map(([way, sum]) => ({ way, cents: sum }))
  return { parts, pointsTaken: plan.pointsReversed }
}

function wayOf(tender: BookedSale['tenders'][number]): WayBack {
  if (isHandedOver(tender)) return 'hand'
  const { kind } = tender
  return kind === 'stored_value' || kind === 'points' || kind === 'gift_card' ? kind : 'origin'
}

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
  const { fingerprint, tenders } = await previewRefund(asHouse, { sale, saleId, lines, passCause: 'member' })
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
