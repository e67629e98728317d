import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { accept, isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { lockPayments } from './claim-payments.ts'
import { applyClaim, type Claim, claimPlan, type PaymentFacts } from './claim-rules.ts'
import type { PaymentPurpose } from './payment-rules.ts'

/** What taking money at a store asks of whoever stands there. Told by the cashier, who stands above. */
export type Taking = {
  /** The shift that answers for it, held until the commit; null where none has to. */
  shiftId: string | null
  /** Whether the store takes money outside on the cashier's word. */
  takesWord: boolean
}
export type TakingAt = (work: Work, storeId: string) => Promise<Taking>

/** Money for prepaid value, as it was settled: outside means name the payment that brought it, or stand on the cashier's word. */
export type PaidTender = {
  tenderId: string
  kind: 'cash' | 'other'
  method: string | null
  amountCents: number
  paymentId: string | null
}

type PaidRecord = { purpose: PaymentPurpose; recordId: string; storeId: string; takesWord: boolean }

/**
 * Locks the payments that tenders name and decides who takes them: each confirmed, of just this amount, for this very record, once.
 * Refuses what `claimPlan` refuses, and money on the cashier's word where the store takes none. Write the claims with
 * `claimPayments`; payments stand after the shift and before stock, members and accounts.
 */
export async function holdTenders(work: Work, record: PaidRecord, tenders: readonly PaidTender[]): Promise<Claim[]> {
  const paymentIds = tenders.flatMap(({ paymentId }) => paymentId ?? [])
  const [payments, { currency }] = await Promise.all([lockPayments(work, paymentIds), merchantFacts(work)])
  return accept(claimsOf(payments, { ...record, currency }, tenders))
}

function claimsOf(
  payments: ReadonlyMap<string, PaymentFacts>,
  { purpose, recordId: saleId, storeId, takesWord, currency }: PaidRecord & { currency: string },
  tenders: readonly PaidTender[],
): Claim[] | Refusal {
  const claims: Claim[] = []
  for (const { tenderId, kind, method, amountCents, paymentId } of tenders) {
    if (kind !== 'other') continue
    if (paymentId === null) {
      if (!takesWord) return refuse('payment_needed', { tenderId, method })
      continue
    }
    const claim = claimPlan(payments, { paymentId, purpose, saleId, tenderId, storeId, amountCents, currency })
    if (isRefusal(claim)) return claim
    applyClaim(payments, claim)
    claims.push(claim)
  }
  return claims
}
