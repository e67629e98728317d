import type { TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'

/** How the cashier says it is paid. Amounts in cents; null is nothing of that kind. */
export type Payment = {
  storedCents: number | null
  other: { method: string; amountCents: number } | null
  /** Cash on the counter; null: exactly what is left. */
  receivedCents: number | null
}

export type TenderIds = { stored: string; other: string; cash: string }

/** What is left for cash after the tenders that give no change. Never below zero. */
export function cashDueCents(netCents: number, { storedCents, other }: Payment): number {
  return Math.max(0, netCents - (storedCents ?? 0) - (other?.amountCents ?? 0))
}

/** The tenders as the pricing function takes them. Cash only where something is left to pay. */
export function tendersOf(netCents: number, payment: Payment, ids: TenderIds): TenderRequest[] {
  const { storedCents, other, receivedCents } = payment
  const due = cashDueCents(netCents, payment)
  const tenders: TenderRequest[] = []
  if (storedCents) tenders.push({ tenderId: ids.stored, kind: 'stored_value', amountCents: storedCents })
  if (other && other.amountCents > 0) {
    tenders.push({ tenderId: ids.other, kind: 'other', method: other.method, amountCents: other.amountCents })
  }
  if (due > 0) tenders.push({ tenderId: ids.cash, kind: 'cash', receivedCents: receivedCents ?? due })
  return tenders
}

/** Notes that people put on the counter for a sum: exact, then the next round sums, each once, four at most. */
export function quickAmounts(dueCents: number): number[] {
  const up = (step: number) => Math.ceil(dueCents / step) * step
  return [...new Set([dueCents, up(1_000), up(5_000), up(10_000), up(20_000)])].filter((cents) => cents > 0).slice(0, 4)
}
