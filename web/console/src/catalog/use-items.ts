import { useQueries } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import type { Item } from './item-words.ts'

/** Items by id, for rows that hold ids only; one that is still on its way is absent. */
export function useItems(ids: readonly string[]): ReadonlyMap<string, Item> {
  return useQueries({
    queries: ids.map((itemId) => ({ ...query(api.itemGet, { itemId }), staleTime: 60_000 })),
    combine: (answers) => new Map(answers.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))),
  })
}
