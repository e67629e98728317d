import type { TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { sumCents } from '#shared/money.ts'
import { toCollectCents, type Payment } from './tender-rules.ts'

/** How one tender of the first sale comes back. `referenceId`: the payment outside, or the gift card. */
export type ReturnedTender = {
  tenderId: string
  kind: string
  method: string | null
  referenceId: string | null
  cardTail: string | null
  paidCents: number
  points: number
}

/** Goods that a customer gives back for others, as they stand on the till until both are settled at once. */
export type HeldReturn = {
  saleId: string
  receiptNumber: string
  memberId: string | null
  refund: {
    refundId: string
    lines: { lineId: string; quantityMilli: number; disposition?: 'sellable' | 'damaged' }[]
    fingerprint: string
    reason: string
    /** A pass goes for another plan: settled by its share of what was paid. */
    passCause?: 'change'
  }
  goods: { lineId: string; name: string; quantityMilli: number }[]
  paidCents: number
  pointsReversed: number
  tenders: ReturnedTender[]
}

/**
 * What of a return pays for the new goods without moving: first money outside and gift cards, as far as the sum goes; cash that
 * comes back counts as put on the counter. Stored value and points are back on the member's accounts and are paid from there.
 */
export function keptForSale(held: HeldReturn, netCents: number, payment: Payment, makeId: () => string): Payment {
  const kept = { ...payment, cashBackCents: cashBackOf(held) }
  return held.tenders.reduce((sum, tender) => withKept(sum, tender, netCents, makeId), kept)
}

function withKept(payment: Payment, tender: ReturnedTender, netCents: number, makeId: () => string): Payment {
  const { tenderId, kind, method, referenceId, cardTail, paidCents } = tender
  const leftCents = toCollectCents(netCents, { ...payment, cashBackCents: 0 })
  const amountCents = Math.min(paidCents, leftCents)
  if (amountCents === 0) return payment
  if (kind === 'other' && method !== null) {
    const reference = referenceId ? { paymentId: referenceId } : {}
    const other = { tenderId: makeId(), method, amountCents, ...reference, carriedTenderId: tenderId }
    return { ...payment, others: [...payment.others, other] }
  }
  if (kind === 'gift_card' && referenceId !== null) {
    const card = { tenderId: makeId(), giftCardId: referenceId, codeTail: cardTail ?? '', balanceCents: paidCents }
    return { ...payment, giftCards: [...payment.giftCards, { ...card, amountCents }] }
  }
  return payment
}

/** Cash that the return gives back. */
export function cashBackOf({ tenders }: HeldReturn): number {
  return sumCents(tenders.filter(({ kind }) => kind === 'cash').map(({ paidCents }) => paidCents))
}

/** What the member can pay with once the return is back on their accounts; another member's accounts stay as they are. */
export function withReturned<Value extends { storedCents: number; points: number }>(
  value: Value,
  held: HeldReturn | null,
  memberId: string | null,
): Value {
  if (!held || held.memberId === null || held.memberId !== memberId) return value
  const stored = held.tenders.filter(({ kind }) => kind === 'stored_value').map(({ paidCents }) => paidCents)
  const points = held.tenders.reduce((sum, tender) => sum + tender.points, value.points - held.pointsReversed)
  return { ...value, storedCents: value.storedCents + sumCents(stored), points: Math.max(0, points) }
}

/** Money outside that does not stay for the new sale: it goes back to where it came from. */
export function goesBack(held: HeldReturn, tenders: readonly TenderRequest[]): ReturnedTender[] {
  const keptCents = new Map(
    tenders.flatMap((tender) =>
      tender.kind === 'other' && tender.carriedTenderId ? [[tender.carriedTenderId, tender.amountCents] as const] : [],
    ),
  )
  return held.tenders.flatMap((tender) => {
    const paidCents = tender.paidCents - (keptCents.get(tender.tenderId) ?? 0)
    return tender.kind === 'other' && paidCents > 0 ? [{ ...tender, paidCents }] : []
  })
}

/** The cash to hand over: the new sale's change where cash is part of it, else all that the return gives back in cash. */
export function handOutOf(held: HeldReturn, tenders: readonly TenderRequest[], changeCents: number): number {
  return tenders.some(({ kind }) => kind === 'cash') ? changeCents : cashBackOf(held)
}
