import type { Work } from '#platform/work.ts'
import { readPlans } from './plan-queries.ts'

export type PlanOffer = { planId: string; version: number; name: string; priceCents: number; isStopped: boolean }

/** These plans as they are sold now, for offers of other modules; unknown ones are left out. */
export async function planOffers(work: Work, planIds: readonly string[]): Promise<Map<string, PlanOffer>> {
  if (planIds.length === 0) return new Map()
  const plans = await readPlans(work, [...new Set(planIds)])
  return new Map(
    plans.map(({ planId, version, name, priceCents, stoppedAt }) => [
      planId,
      { planId, version, name, priceCents, isStopped: stoppedAt !== null },
    ]),
  )
}
