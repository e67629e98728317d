import { categories } from '#modules/catalog/arrange-shelf.ts'
import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import type { CouponTerms } from './coupon-types.ts'

/** The products, categories and stores that terms name. */
export async function namesIn(work: Work, terms: readonly CouponTerms[]): Promise<Record<string, string>> {
  const scopes = terms.map(({ scope }) => scope)
  const productIds = new Set([
    ...scopes.flatMap((scope) => [...scope.productIds, ...scope.excludedProductIds]),
    ...terms.flatMap(({ benefit }) => (benefit.kind === 'gift' ? [benefit.productId] : [])),
  ])
  const categoryIds = new Set(scopes.flatMap((scope) => [...scope.categoryIds, ...scope.excludedCategoryIds]))
  const storeIds = new Set(terms.flatMap((each) => each.storeIds ?? []))
  const [facts, shelf, stores] = await Promise.all([
    productIds.size > 0 ? readItemFacts(work, [...productIds]) : null,
    categoryIds.size > 0 ? categories(work) : [],
    storeIds.size > 0 ? storeFacts(work, [...storeIds]) : new Map<string, { name: string }>(),
  ])
  return Object.fromEntries([
    ...(facts?.items ?? []).map(({ id, name }) => [id, name] as const),
    ...shelf.filter(({ id }) => categoryIds.has(id)).map(({ id, name }) => [id, name] as const),
    ...[...stores].map(([id, { name }]) => [id, name] as const),
  ])
}
