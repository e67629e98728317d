import { itemsById } from '#modules/catalog/save-items.ts'
import type { Work } from '#platform/work.ts'

/** From when these plans are sold to everybody, by plan; one that is on sale is left out. The catalogue keeps it with the plan's item. */
export async function opensOf(work: Work, plans: readonly { planId: string }[]): Promise<Map<string, Date>> {
  const items = await itemsById(
    work,
    plans.map(({ planId }) => planId),
  )
  return new Map([...items.values()].flatMap(({ id, opensAt }) => (opensAt === null ? [] : [[id, opensAt] as const])))
}
