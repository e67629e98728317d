import { categories } from '#modules/catalog/arrange-shelf.ts'
import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { priceListNames } from '#modules/catalog/price-list-names.ts'
import { readStoreLaw } from '#modules/law-packs/store-law.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { readLastOfLine, readPasses } from './pass-queries.ts'
import { datesOfSale } from './pass-rules.ts'
import { keptPrice } from './plan-facts.ts'
import { type PlanRow, readPlans } from './plan-queries.ts'
import type { PlanTerms } from './plan-types.ts'
import { contractWords, type Language } from './plan-words-rules.ts'
import { refundPolicyOf } from './refund-policy-rules.ts'

export type PlanOffer = {
  plan: PlanRow
  /** When a pass bought now would be good; null: from the first use, without an end. */
  startsDay: Day | null
  endsDay: Day | null
  /** The price that the pass which is renewed was sold under, where it still holds. */
  lockedPriceCents: number | null
  /** The contract at a price, as it is agreed to. */
  wordsAt: (priceCents: number) => Record<Language, string[]>
}

/**
 * A plan as somebody is to buy it, or to renew a pass with it: its contract in words, and the days it would be good for. Refuses what is
 * not there or stopped. Locks nothing; the sale decides again.
 */
export async function showPlanOffer(
  work: Work,
  {
    planId,
    renewsPassId,
    storeId,
    zone,
    money,
  }: {
    planId: string
    renewsPassId: string | null
    /** Where it is bought: the law of that store is what is agreed to. */
    storeId: string
    zone: string
    money: (cents: number) => string
  },
): Promise<PlanOffer> {
  const renewed = renewsPassId === null ? [] : [renewsPassId]
  const [[plan], [pass], lines, law] = await Promise.all([
    readPlans(work, [planId]),
    readPasses(work, renewed),
    readLastOfLine(work, renewed),
    readStoreLaw(work, { id: storeId, timeZone: zone }),
  ])
  if (!plan) throw new Refused('plan_not_found')
  if (plan.stoppedAt) throw new Refused('plan_stopped', { planId })
  const soldDay = localDay(work.at, zone)
  const last = renewsPassId === null ? undefined : lines.get(renewsPassId)
  const follows = last && last.endsDay !== null && last.endsDay >= soldDay ? addDays(last.endsDay, 1) : null
  const { startsDay, endsDay } = datesOfSale(plan.terms, soldDay, follows)
  const names = await namesInPlans(work, [plan.terms])
  const said = (language: Language, priceCents: number) =>
    contractWords({ ...plan, priceCents }, { language, money, nameOf: (id) => names.get(id) }, refundPolicyOf(law))
  return {
    plan,
    ...{ startsDay, endsDay },
    lockedPriceCents: pass && pass.planId === planId ? keptPrice(pass, plan, work.at) : null,
    wordsAt: (priceCents) => ({ zh: said('zh', priceCents), en: said('en', priceCents) }),
  }
}

/** The names of the items, categories, stores and price lists that terms speak of. */
export async function namesInPlans(work: Work, terms: readonly PlanTerms[]): Promise<Map<string, string>> {
  const components = terms.flatMap((each) => each.components)
  const benefits = terms.flatMap((each) => each.benefits)
  const itemIds = [...new Set(components.flatMap(({ scope }) => scope.productIds))]
  const categoryIds = new Set(components.flatMap(({ scope }) => scope.categoryIds))
  const storeIds = [...new Set(components.flatMap((component) => component.storeIds ?? []))]
  const listIds = new Set(benefits.flatMap((each) => (each.kind === 'price_list' ? [each.priceListId] : [])))
  const [facts, shelf, stores, lists] = await Promise.all([
    itemIds.length > 0 ? readItemFacts(work, itemIds) : null,
    categoryIds.size > 0 ? categories(work) : [],
    storeIds.length > 0 ? storeFacts(work, storeIds) : new Map<string, { name: string }>(),
    priceListNames(work, listIds),
  ])
  return new Map([
    ...(facts?.items ?? []).map(({ id, name }) => [id, name] as const),
    ...shelf.map(({ id, name }) => [id, name] as const),
    ...[...stores].map(([id, { name }]) => [id, name] as const),
    ...lists,
  ])
}
