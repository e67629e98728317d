import type { Work } from '#platform/work.ts'
import { readPriceLists } from './price-list-queries.ts'

/** The names of these price lists, for sentences of other modules. */
export async function priceListNames(work: Work, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  if (ids.size === 0) return new Map()
  const lists = await readPriceLists(work)
  return new Map(lists.filter((list) => ids.has(list.id)).map(({ id, name }) => [id, name]))
}
