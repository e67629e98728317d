import type { PlanTerms } from './plan-types.ts'

/**
 * Whether a member may buy a plan without anybody of the shop: what is sold online, and what renews a pass of theirs as long as its plan
 * speaks of renewing, whatever is sold to others.
 */
export function mayBuyOnline(
  plan: { isOnline: boolean; terms: Pick<PlanTerms, 'renewal'> },
  isRenewal: boolean,
): boolean {
  return plan.isOnline || (isRenewal && plan.terms.renewal !== null)
}
