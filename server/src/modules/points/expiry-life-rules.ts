import type { Day } from '#shared/business-day.ts'
import { monthNumber } from './breakage-rules.ts'
import { type EarnPolicy, endingOf } from './earn-rules.ts'
import { fixedLastDay } from './expiry-rules.ts'

/** Over how many further months points earned on a day live by a policy; null: for ever, or as long as somebody keeps coming. */
export function lifeMonthsOf(policy: Pick<EarnPolicy, 'ending' | 'expiry'>, earnedDay: Day): number | null {
  const last = fixedLastDay(endingOf(policy), earnedDay)
  return last === null ? null : Math.max(1, monthNumber(last) - monthNumber(earnedDay))
}
