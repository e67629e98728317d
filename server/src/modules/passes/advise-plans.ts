import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { typicalPrices } from '#modules/catalog/typical-price.ts'
import type { Work } from '#platform/work.ts'
import { addDays } from '#shared/business-day.ts'
import { type Advice, adviseOnPlan, byWorth, type Habit, habitOf, type Life } from './advice-rules.ts'
import { readVisits } from './advice-queries.ts'
import type { PlanVersion } from './plan-types.ts'
import { todayOf } from './today.ts'

/** Half a year says enough of somebody's habit, and not too much of who they were. */
const habitDays = 180

type Advised = { planId: string } & Advice & Habit

/**
 * Which of these plans are worth it for a member, from what they bought and used in the last half year: the best one first. What they
 * used counts for every plan that covers it, at what one visit costs singly. Locks nothing.
 */
export async function advisePlans(work: Work, memberId: string, plans: readonly PlanVersion[]): Promise<Advised[]> {
  const since = addDays(await todayOf(work), -habitDays)
  const { lines, uses } = await readVisits(work, memberId, since)
  const itemIds = [...new Set([...lines, ...uses].flatMap(({ itemId }) => itemId ?? []))]
  const [{ items, priceLists }, typical] = await Promise.all([
    readItemFacts(work, itemIds),
    typicalPrices(
      work,
      plans.map(({ terms }) => terms.components.filter(({ isGift }) => !isGift).map(({ scope }) => scope)),
    ),
  ])
  const facts = new Map(items.map((item) => [item.id, item]))
  const scoped = (itemId: string | null) => {
    const item = itemId === null ? undefined : facts.get(itemId)
    return item ? { productId: item.id, categoryIds: item.categoryIds } : null
  }
  const life: Life = {
    days: habitDays,
    bought: lines.flatMap(({ itemId, ...line }) => {
      const item = scoped(itemId)
      return item ? [{ ...line, item, unitListCents: facts.get(itemId)?.listPriceCents ?? 0 }] : []
    }),
    used: uses.map(({ itemId, ...use }) => ({ ...use, item: scoped(itemId) })),
  }
  const lists = priceLists.filter(({ kind }) => kind === 'pass')
  return plans
    .map((plan, index) => {
      const habit = habitOf(plan, life, { typicalCents: typical[index]!, lists })
      return { planId: plan.planId, ...habit, ...adviseOnPlan(plan, habit) }
    })
    .toSorted(byWorth)
}
