import { assert } from '#shared/assert.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { mulDivRound } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/** Who is the cause of giving the rest back: the shop (it closes, moves, cannot serve), or the member. */
export type RefundCause = 'merchant' | 'member'

/** What became of a top-up. Consumed is face value, principal and bonus together. */
export type TopUpUsage = {
  principalCents: number
  /** Principal that left otherwise: given away, corrected. It is not paid out again. */
  departedPrincipalCents: number
  bonusCents: number
  consumedCents: number
  remainingPrincipalCents: number
  remainingBonusCents: number
}

export type TopUpRefundQuote = {
  cause: RefundCause
  refundCents: number
  consumedCents: number
  principalTakenCents: number
  bonusForfeitedCents: number
}

/**
 * What is paid back for the rest of a top-up, in whole cents (R3).
 *
 * Merchant-side cause: P − round(C·P/(P+B)), the consumption counted at the discount it was bought at. Member-side cause:
 * max(0, P − C), the consumption counted at full price. Never the bonus, never more than the principal. All that remains of the
 * top-up leaves the accounts.
 *
 * Refuses when nothing remains.
 */
export function quoteTopUpRefund(
  usage: TopUpUsage,
  cause: RefundCause,
): TopUpRefundQuote | Refusal<'nothing_to_refund'> {
  const { bonusCents, consumedCents, departedPrincipalCents, remainingPrincipalCents, remainingBonusCents } = usage
  const principalCents = usage.principalCents - departedPrincipalCents
  assert(consumedCents >= 0 && consumedCents <= principalCents + bonusCents, 'consumption lies within the top-up')
  const remainingCents = remainingPrincipalCents + remainingBonusCents
  if (remainingCents === 0) return refuse('nothing_to_refund')
  const owedCents =
    cause === 'merchant'
      ? principalCents - mulDivRound(consumedCents, principalCents, principalCents + bonusCents)
      : Math.max(0, principalCents - consumedCents)
  // Drawn principal first, more can be owed than principal is left; value that departed raises nobody's claim.
  const mostCents = departedPrincipalCents > 0 ? remainingPrincipalCents : remainingCents
  return {
    cause,
    refundCents: Math.min(owedCents, mostCents),
    consumedCents,
    principalTakenCents: remainingPrincipalCents,
    bonusForfeitedCents: remainingBonusCents,
  }
}

export function topUpRefundFingerprint(topUpId: string, quote: TopUpRefundQuote): string {
  return fingerprintOf({ topUpId, ...quote })
}
