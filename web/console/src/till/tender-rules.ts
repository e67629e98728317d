import { roundCash } from '#modules/cashier/pricing/tender-plan-rules.ts'
import type { CashRounding, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { worthOf, type RedeemRule } from '#modules/points/redeem-rules.ts'
import { sumCents } from '#shared/money.ts'

/**
 * Money that moved outside the till: by which means, how much. `paymentId` names a payment that a provider confirmed,
 * `carriedTenderId` the tender of an exchanged sale whose money stays.
 */
export type OtherTender = {
  tenderId: string
  method: string
  amountCents: number
  paymentId?: string
  carriedTenderId?: string
}

/** A gift card that was found by its code: what it pays here, and what is on it. */
export type GiftCardTender = {
  tenderId: string
  giftCardId: string
  codeTail: string
  balanceCents: number
  amountCents: number
}

/** How the cashier says it is paid. Amounts in cents; null is nothing of that kind. */
export type Payment = {
  points: number | null
  storedCents: number | null
  giftCards: readonly GiftCardTender[]
  others: readonly OtherTender[]
  /** Cash on the counter; null: exactly what is left. */
  receivedCents: number | null
  /** Cash that goods given back in an exchange come to: it counts as put on the counter. */
  cashBackCents: number
}

export type TenderIds = { points: string; stored: string; cash: string }

export const nothingPaid: Payment = {
  points: null,
  storedCents: null,
  giftCards: [],
  others: [],
  receivedCents: null,
  cashBackCents: 0,
}

/** What points are worth under the rule; nothing without one. */
export function pointsWorth(rule: RedeemRule | null, points: number | null): number {
  return rule && points ? worthOf(rule, points) : 0
}

/** What is left for cash after the tenders that give no change. Never below zero. */
export function cashDueCents(netCents: number, payment: Payment, rule: RedeemRule | null = null): number {
  const { points, storedCents, giftCards, others } = payment
  const paid = sumCents([
    ...[pointsWorth(rule, points), storedCents ?? 0],
    ...[...giftCards, ...others].map(({ amountCents }) => amountCents),
  ])
  return Math.max(0, netCents - paid)
}

/** What is still to be paid: what is left for cash, less the cash that comes back to them. Never below zero. */
export function toCollectCents(netCents: number, payment: Payment, rule: RedeemRule | null = null): number {
  return Math.max(0, cashDueCents(netCents, payment, rule) - payment.cashBackCents)
}

/**
 * What another means is asked for: all that is still to be paid, less the cash that was counted before and does not cover it by
 * itself.
 */
export function leftBesideCash(leftCents: number, { receivedCents }: Pick<Payment, 'receivedCents'>): number {
  const isPart = receivedCents !== null && receivedCents > 0 && receivedCents < leftCents
  return isPart ? leftCents - receivedCents : leftCents
}

/** Where tenders are settled: under which rule points pay, in which coins cash. */
export type Counter = { rule?: RedeemRule | null; rounding: CashRounding }

/** The coins that the customer still has to put down: what is left for cash as the store rounds it (R17), less what comes back. */
export function coinsToCollectCents(netCents: number, payment: Payment, { rule = null, rounding }: Counter): number {
  const roundedCents = roundCash(cashDueCents(netCents, payment, rule), rounding)
  return Math.max(0, roundedCents - payment.cashBackCents)
}

/** The tenders as the pricing function takes them. Cash only where something is left to pay. */
export function tendersOf(
  netCents: number,
  payment: Payment,
  { ids, rule = null, rounding }: Counter & { ids: TenderIds },
): TenderRequest[] {
  const { points, storedCents, giftCards, others, receivedCents, cashBackCents } = payment
  const due = cashDueCents(netCents, payment, rule)
  const tenders: TenderRequest[] = []
  if (points) tenders.push({ tenderId: ids.points, kind: 'points', points })
  for (const { tenderId, giftCardId, amountCents } of giftCards) {
    if (amountCents > 0) tenders.push({ tenderId, kind: 'gift_card', giftCardId, amountCents })
  }
  if (storedCents) tenders.push({ tenderId: ids.stored, kind: 'stored_value', amountCents: storedCents })
  for (const other of others) if (other.amountCents > 0) tenders.push({ kind: 'other', ...other })
  if (due > 0) {
    const putDownCents = receivedCents ?? coinsToCollectCents(netCents, payment, { rule, rounding })
    tenders.push({ tenderId: ids.cash, kind: 'cash', receivedCents: cashBackCents + putDownCents })
  }
  return tenders
}

/** What stored value is offered first: all of it, as far as the sum goes after the points. */
export function suggestedStored(netCents: number, storedCents: number, worthCents: number): number | null {
  return Math.min(storedCents, Math.max(0, netCents - worthCents)) || null
}

/** Notes that people put on the counter for a sum: exact, then the next round sums, each once, four at most. */
export function quickAmounts(dueCents: number): number[] {
  const up = (step: number) => Math.ceil(dueCents / step) * step
  return [...new Set([dueCents, up(1_000), up(5_000), up(10_000), up(20_000)])].filter((cents) => cents > 0).slice(0, 4)
}
