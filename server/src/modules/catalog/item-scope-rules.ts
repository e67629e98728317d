/**
 * A part of the catalogue, as promotions, coupons and passes name it. Plain JSON.
 *
 * `all`, or the items and the categories listed; a category stands for those beneath it too. What is excluded is out
 * either way.
 */
export type ItemScope = {
  of: 'all' | 'listed'
  productIds: readonly string[]
  categoryIds: readonly string[]
  excludedProductIds: readonly string[]
  excludedCategoryIds: readonly string[]
}

/** What a scope asks of an item: its id, and its category with all categories above it. */
export type ScopedItem = { productId: string; categoryIds: readonly string[] }

/** Every item. */
export const wholeCatalogue: ItemScope = {
  of: 'all',
  productIds: [],
  categoryIds: [],
  excludedProductIds: [],
  excludedCategoryIds: [],
}

export function isInScope(scope: ItemScope, item: ScopedItem): boolean {
  const { productId, categoryIds } = item
  if (scope.excludedProductIds.includes(productId)) return false
  if (categoryIds.some((id) => scope.excludedCategoryIds.includes(id))) return false
  if (scope.of === 'all') return true
  return scope.productIds.includes(productId) || categoryIds.some((id) => scope.categoryIds.includes(id))
}
