import type { Work } from '#platform/work.ts'
import type { ItemKind } from './item-rules.ts'
import { listItems, type StoredItem } from './item-queries.ts'
import { readCategories } from './shelf-queries.ts'

/** Items in the order of their names, a page after the one that ended with `after`: for exports. Those for sale unless asked. */
export async function pageItems(
  work: Work,
  after: readonly [name: string, id: string] | null,
  limit: number,
  filter: { text?: string; kind?: ItemKind; categoryId?: string; isArchived?: boolean } = {},
): Promise<(StoredItem & { categoryName: string | null })[]> {
  const [items, categories] = await Promise.all([
    listItems(work, {
      text: filter.text?.trim() || null,
      kind: filter.kind ?? null,
      categoryId: filter.categoryId ?? null,
      isArchived: filter.isArchived ?? false,
      after,
      limit,
    }),
    readCategories(work),
  ])
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  return items.map((item) => ({ ...item, categoryName: (item.categoryId && names.get(item.categoryId)) || null }))
}
