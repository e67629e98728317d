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

/** The lines in each scope, by its place, in the order given, and the places of those that have any. */
export type LinesInScopes = {
  byScope: readonly (readonly LineDraft[] | undefined)[]
  reached: readonly number[]
}

/** Finds the scopes in which lines lie. Lines that take no discount are in none. */
export function linesInScopes(index: ScopeIndex, drafts: readonly LineDraft[]): LinesInScopes {
  const byScope: (LineDraft[] | undefined)[] = Array.from({ length: index.excluded.length })
  const reached: number[] = []
  for (const draft of drafts) {
    if (!draft.product.isDiscountable) continue
    const lists = [index.everywhere, index.byProduct.get(draft.product.productId)]
    for (const id of draft.product.categoryIds) lists.push(index.byCategory.get(id))
    for (const places of lists) {
      if (!places) continue
      for (const place of places) {
        if (isExcluded(index, place, draft)) continue
        const lines = byScope[place]
        // A line may be listed by product and by category: it is in the scope once.
        if (lines) {
          if (lines[lines.length - 1] !== draft) lines.push(draft)
        } else {
          byScope[place] = [draft]
          reached.push(place)
        }
      }
    }
  }
  return { byScope, reached }
}

function isExcluded({ excluded }: ScopeIndex, place: number, { product }: LineDraft): boolean {
  const out = excluded[place]
  if (!out) return false
  return out.has(product.productId) || product.categoryIds.some((id) => out.has(id))
}
