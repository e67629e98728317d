import { areSoundTimes } from '#shared/recurring-times.ts'
import { isDay } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { leastNoticeDays, type PlanKind, type PlanTerms } from './plan-types.ts'

export type PlanRefusalCode =
  | 'invalid_plan_name'
  | 'invalid_plan_parts'
  | 'invalid_plan_times'
  | 'invalid_plan_kind'
  | 'invalid_plan_gifts'
  | 'invalid_plan_validity'
  | 'invalid_plan_renewal'

/**
 * Checks a version of a plan as a whole. Refuses a plan that gives nothing, parts named twice, unlimited parts or auto-renewal
 * without an end, a price for nothing but gifts, a kind that its terms belie, and notice later than five days before a charge.
 */
export function checkPlan(plan: {
  kind: PlanKind
  name: string
  priceCents: number
  terms: PlanTerms
}): Refusal<PlanRefusalCode> | undefined {
  const { kind, terms, priceCents } = plan
  const { components, validity, activation, renewal, benefits } = terms
  if (plan.name.trim() === '') return refuse('invalid_plan_name')
  if (components.length === 0 && benefits.length === 0) return refuse('invalid_plan_parts')
  if (new Set(components.map(({ id }) => id)).size !== components.length) return refuse('invalid_plan_parts')
  if (components.some(({ times }) => !areSoundTimes(times))) return refuse('invalid_plan_times')
  if (activation.kind === 'fixed' && !isDay(activation.day)) return refuse('invalid_plan_times')
  if (components.some(({ units }) => units === null) && validity === null) return refuse('invalid_plan_validity')
  if (renewal?.isAuto && validity === null) return refuse('invalid_plan_validity')
  if (renewal && renewal.noticeDays < leastNoticeDays) return refuse('invalid_plan_renewal', { leastNoticeDays })
  if (priceCents > 0 && components.length > 0 && components.every(({ isGift }) => isGift) && benefits.length === 0) {
    return refuse('invalid_plan_gifts')
  }
  const counted = components.filter(({ isGift, units }) => !isGift && units !== null)
  const unlimited = components.filter(({ isGift, units }) => !isGift && units === null)
  if (kind === 'term' && (validity === null || unlimited.length === 0)) return refuse('invalid_plan_kind', { kind })
  if (kind === 'count' && (counted.length === 0 || unlimited.length > 0)) return refuse('invalid_plan_kind', { kind })
  if (kind === 'membership' && benefits.length === 0 && components.length === 0)
    return refuse('invalid_plan_kind', { kind })
  return undefined
}
