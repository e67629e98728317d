import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { LineDraft } from './line-draft.ts'

/**
 * Many scopes turned round, so that a line finds those it lies in without asking each: what makes 500 promotions cheap.
 * Says the same as `isInScope`, scope by scope.
 */
export type ScopeIndex = {
  everywhere: readonly number[]
  byProduct: ReadonlyMap<string, readonly number[]>
  byCategory: ReadonlyMap<string, readonly number[]>
  /** By scope; undefined where nothing is excluded. */
  excluded: readonly (ReadonlySet<string> | undefined)[]
}

export function indexScopes(scopes: readonly ItemScope[]): ScopeIndex {
  const everywhere: number[] = []
  const byProduct = new Map<string, number[]>()
  const byCategory = new Map<string, number[]>()
  const excluded = scopes.map((scope, place) => {
    if (scope.of === 'all') everywhere.push(place)
    else {
      for (const id of scope.productIds) listed(byProduct, id).push(place)
      for (const id of scope.categoryIds) listed(byCategory, id).push(place)
    }
    const out = [...scope.excludedProductIds, ...scope.excludedCategoryIds]
    return out.length === 0 ? undefined : new Set(out)
  })
  return { everywhere, byProduct, byCategory, excluded }
}

function listed(lists: Map<string, number[]>, id: string): number[] {
  const list = lists.get(id) ?? []
  lists.set(id, list)
  return list
}

/** The lines in each scope that has any, by its place, in the order given. Lines that take no discount are in none. */
export function linesInScopes(
  index: ScopeIndex,
  drafts: readonly LineDraft[],
): ReadonlyMap<number, readonly LineDraft[]> {
  const found = new Map<number, LineDraft[]>()
  for (const draft of drafts) {
    const { productId, categoryIds, isDiscountable } = draft.product
    if (!isDiscountable) continue
    const put = (places: readonly number[]) => {
      for (const place of places) {
        const out = index.excluded[place]
        if (out && (out.has(productId) || categoryIds.some((id) => out.has(id)))) continue
        const lines = found.get(place)
        // A line may be listed by product and by category: it is in the scope once.
        if (!lines) found.set(place, [draft])
        else if (lines.at(-1) !== draft) lines.push(draft)
      }
    }
    put(index.everywhere)
    put(index.byProduct.get(productId) ?? [])
    for (const id of categoryIds) put(index.byCategory.get(id) ?? [])
  }
  return found
}
