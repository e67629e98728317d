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

/** Payments that were locked for tenders, and in which money the merchant takes them. */
export type HeldMoney = { payments: ReadonlyMap<string, PaymentFacts>; currency: string }

/** Locks payments that tenders name: payments stand after the shift and before stock, members and accounts. */
export async function holdMoney(work: Work, paymentIds: readonly string[]): Promise<HeldMoney> {
  const [payments, { currency }] = await Promise.all([lockPayments(work, paymentIds), merchantFacts(work)])
  return { payments, currency }
}

/**
 * Locks the payments that tenders name and decides who takes them, as `claimsOf` does. Write the claims with `claimPayments`.
 */
export async function holdTenders(work: Work, record: PaidRecord, tenders: readonly PaidTender[]): Promise<Claim[]> {
  const money = await holdMoney(
    work,
    tenders.flatMap(({ paymentId }) => paymentId ?? []),
  )
  return accept(claimsOf(money, record, tenders))
}

/**
 * Who takes the payments of a record's tenders: each confirmed, of just this amount, for this very record, once. Refuses what `claimPlan`
 * refuses, and money on the cashier's word where the store takes none. What is claimed is taken from what the next record sees.
 */
export function claimsOf(
  { payments, currency }: HeldMoney,
  { purpose, recordId: saleId, storeId, takesWord }: PaidRecord,
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
