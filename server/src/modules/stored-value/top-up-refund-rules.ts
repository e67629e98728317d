import { lastWithdrawalDay, refundGround, type RefundGround } from '#modules/law-packs/pack-rules.ts'
import type { LawPack, RefundBasis } from '#modules/law-packs/pack-types.ts'
import { assert } from '#shared/assert.ts'
import type { Day } from '#shared/business-day.ts'
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

export type TopUpRefundQuote = RefundGround & {
  cause: RefundCause
  /** The law pack that the top-up was sold under, and the last day of its right to withdraw; null: it gives none. */
  lawPack: string
  withdrawalUntil: Day | null
  /** The principal that the formula begins with: what was paid, less what left the account otherwise. */
  countedPrincipalCents: number
  /** What the formula gives; more than what is paid back only where less than that is left. */
  owedCents: number
  refundCents: number
  consumedCents: number
  principalTakenCents: number
  bonusForfeitedCents: number
}

/** Why and when the rest is given back, and under which law. `knewGoods`: the member had the same before (R5). */
export type RefundTerms = { cause: RefundCause; law: LawPack; paidOn: Day; today: Day; knewGoods: boolean }

/**
 * What is paid back for the rest of a top-up, in whole cents (R3).
 *
 * The pinned pack says how the consumption counts: basis `ratio` pays P − round(C·P/(P+B)), at the discount it was bought at; `list_price`
 * pays max(0, P − C), at full price. Within the days to think it over a member's own wish counts by ratio, too (R5). Never the bonus, never more than the principal. All that remains of the
 * top-up leaves the accounts.
 *
 * Refuses when nothing remains.
 */
export function quoteTopUpRefund(
  usage: TopUpUsage,
  { cause, law, paidOn, today, knewGoods }: RefundTerms,
): TopUpRefundQuote | Refusal<'nothing_to_refund'> {
  const { bonusCents, consumedCents, departedPrincipalCents, remainingPrincipalCents, remainingBonusCents } = usage
  const principalCents = usage.principalCents - departedPrincipalCents
  assert(consumedCents >= 0 && consumedCents <= principalCents + bonusCents, 'consumption lies within the top-up')
  const remainingCents = remainingPrincipalCents + remainingBonusCents
  if (remainingCents === 0) return refuse('nothing_to_refund')
  const ground = refundGround(law, { cause, paidOn, today, consumedCents, knewGoods })
  const owedCents = owedFor(ground.basis, { principalCents, bonusCents, consumedCents })
  // Drawn principal first, more can be owed than principal is left; value that departed raises nobody's claim.
  const mostCents = departedPrincipalCents > 0 ? remainingPrincipalCents : remainingCents
  return {
    cause,
    ...ground,
    lawPack: law.id,
    withdrawalUntil: lastWithdrawalDay(law, paidOn),
    countedPrincipalCents: principalCents,
    owedCents,
    refundCents: Math.min(owedCents, mostCents),
    consumedCents,
    principalTakenCents: remainingPrincipalCents,
    bonusForfeitedCents: remainingBonusCents,
  }
}

/** The formula of R3 alone, with P, B and C in whole cents: what a record shows again long after the refund. */
export function owedFor(
  basis: RefundBasis,
  { principalCents, bonusCents, consumedCents }: Pick<TopUpUsage, 'principalCents' | 'bonusCents' | 'consumedCents'>,
): number {
  if (basis === 'list_price') return Math.max(0, principalCents - consumedCents)
  if (consumedCents === 0) return principalCents
  return principalCents - mulDivRound(consumedCents, principalCents, principalCents + bonusCents)
}

export function topUpRefundFingerprint(topUpId: string, quote: TopUpRefundQuote): string {
  return fingerprintOf({ topUpId, ...quote })
}
