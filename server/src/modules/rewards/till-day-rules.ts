import type { RedeemDay } from '#modules/points/redeem-rules.ts'
import type { Day } from '#shared/business-day.ts'
import { isOnDay, type Special } from './special-rules.ts'

/**
 * The redemption day that holds at tills on a local day: of those with something left the one at which points are worth most, ties by
 * id; null where there is none.
 */
export function tillDayOn(specials: readonly Special[], day: Day): RedeemDay | null {
  const [best] = specials
    .flatMap((special): RedeemDay[] => {
      const { id: specialId, kind, name, tillRateBps, budgetPoints, usedPoints, stoppedAt } = special
      if (kind !== 'day' || tillRateBps === null || stoppedAt || !isOnDay(special, day)) return []
      const leftPoints = budgetPoints === null ? null : budgetPoints - usedPoints
      return leftPoints !== null && leftPoints <= 0 ? [] : [{ specialId, name, rateBps: tillRateBps, leftPoints }]
    })
    .sort((a, b) => b.rateBps - a.rateBps || (a.specialId < b.specialId ? -1 : 1))
  return best ?? null
}
