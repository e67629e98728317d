import { useQuery } from '@tanstack/react-query'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { tagsQuery } from './tags-query.ts'
import { useStoreNames } from './use-store-names.ts'

export type EventNames = Record<'stores' | 'tags' | 'tiers', ReadonlyMap<string, string>>

/** What the events of a member name by id: stores, tags, levels. */
export function useEventNames(): EventNames {
  const stores = useStoreNames()
  const tags = useQuery(tagsQuery).data?.items ?? []
  const tiers = useQuery(tiersQuery).data?.items ?? []
  return {
    stores,
    tags: new Map(tags.map(({ tagId, name }) => [tagId, name])),
    tiers: new Map(tiers.map(({ tierId, name }) => [tierId, name])),
  }
}
