import type { Work } from '#platform/work.ts'
import { listItems, type StoredItem } from './item-queries.ts'
import { readCategories } from './shelf-queries.ts'

/** All items for sale in the order of their names, a page after the one that ended with `after`: for exports. */
export async function pageItems(
  work: Work,
  after: readonly [name: string, id: string] | null,
  limit: number,
): Promise<(StoredItem & { categoryName: string | null })[]> {
  const [items, categories] = await Promise.all([
    listItems(work, { text: null, kind: null, categoryId: null, isArchived: false, after, limit }),
    readCategories(work),
  ])
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  return items.map((item) => ({ ...item, categoryName: (item.categoryId && names.get(item.categoryId)) || null }))
}
