import type { PlannedTender } from '#modules/cashier/pricing/pricing-types.ts'
import type { RedeemPolicy, RedeemRule } from '#modules/points/redeem-rules.ts'
import type { Special } from '#modules/rewards/special-rules.ts'
import { tillDayOn } from '#modules/rewards/till-day-rules.ts'
import { localDay } from '#shared/business-day.ts'

/** How points pay at a store's till at a moment: the rule, with the redemption day that holds there. */
export function redeemRuleOn(
  policy: RedeemPolicy | null,
  tillDays: readonly Special[],
  { at, zone }: { at: Date; zone: string },
): RedeemRule | null {
  if (!policy || tillDays.length === 0) return policy?.rule ?? null
  const day = tillDayOn(tillDays, localDay(at, zone))
  return day ? { ...policy.rule, day } : policy.rule
}

/** The tenders of points that a redemption day made worth more: they name it. */
export function tillDayUsesOf(
  tenders: readonly Pick<PlannedTender, 'kind' | 'referenceId' | 'points'>[],
): { specialId: string; points: number }[] {
  return tenders.flatMap(({ kind, referenceId, points }) =>
    kind === 'points' && referenceId !== null ? [{ specialId: referenceId, points }] : [],
  )
}
