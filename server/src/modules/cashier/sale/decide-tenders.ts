import type { PlannedTender } from '#modules/cashier/pricing/pricing-types.ts'
import { applyClaim, type Claim, claimPlan, type PaymentFacts } from '#modules/payments/claim-rules.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'

type TendersOfSale = {
  saleId: string
  storeId: string
  currency: string
  tenders: readonly PlannedTender[]
  /** Whether the store takes money outside on the cashier's word. */
  takesWord: boolean
  /** The tenders of an exchanged sale whose money may stay, with how much of it; empty for any other sale. */
  carried: ReadonlyMap<string, CarriedMoney>
}

/** Money of an exchanged sale that stays for the new one: what the refund gives back to that tender. */
export type CarriedMoney = { amountCents: number; method: string | null; referenceId: string | null }

/**
 * Whether money outside really came: a payment that is confirmed, of just this amount, for this sale and taken once; or money
 * carried over from the sale that is exchanged; or, where the store allows it, the cashier's word. Changes nothing.
 */
export function claimTenders(payments: ReadonlyMap<string, PaymentFacts>, sale: TendersOfSale): Claim[] | Refusal {
  const { saleId, storeId, currency, takesWord, carried } = sale
  const claims: Claim[] = []
  for (const { tenderId, kind, method, referenceId, carriedTenderId, amountCents } of sale.tenders) {
    if (kind !== 'other') continue
    if (carriedTenderId !== null) {
      const money = carried.get(carriedTenderId)
      const isThere = money && money.referenceId === referenceId && money.method === method
      if (!isThere || amountCents > money.amountCents) return refuse('carried_money_mismatch', { tenderId })
      continue
    }
    if (referenceId === null) {
      if (!takesWord) return refuse('payment_needed', { tenderId, method })
      continue
    }
    const claim = claimPlan(payments, {
      paymentId: referenceId,
      purpose: 'sale',
      saleId,
      tenderId,
      storeId,
      amountCents,
      currency,
    })
    if (isRefusal(claim)) return claim
    claims.push(claim)
  }
  return claims
}

/** Makes the others of a batch see that payments are taken. */
export function applyClaims(payments: ReadonlyMap<string, PaymentFacts>, claims: readonly Claim[]): void {
  for (const claim of claims) applyClaim(payments, claim)
}
