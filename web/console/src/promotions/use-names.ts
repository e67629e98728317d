import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { useItems } from '#console/catalog/use-items.ts'
import type { NameOf } from './terms-words.ts'

/** Names of products, categories and levels by id, for sentences about them. */
export function useNames({ productIds }: { productIds: readonly string[] }): NameOf {
  const items = useItems([...new Set(productIds)].slice(0, 60))
  const { data } = useQuery({ ...query(api.categoryList, {}), staleTime: 60_000 })
  const tiers = new Map(useQuery(tiersQuery).data?.items.map(({ tierId, name }) => [tierId, name]))
  const categories = new Map(data?.items.map(({ id, name }) => [id, name]))
  return (id) => items.get(id)?.name ?? categories.get(id) ?? tiers.get(id) ?? '…'
}
