import type { Work } from '#platform/work.ts'
import { readPlans } from './plan-queries.ts'

/** The names of these plans as they are sold now, for messages and lists of other modules. */
export async function planNames(work: Work, planIds: readonly string[]): Promise<Map<string, string>> {
  if (planIds.length === 0) return new Map()
  return new Map((await readPlans(work, planIds)).map(({ planId, name }) => [planId, name]))
}
