import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import type { PlanTerms } from '#modules/passes/plan-types.ts'
import type { Wording } from '#modules/passes/plan-words-rules.ts'
import { useMay } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { useNames } from '#console/promotions/use-names.ts'
import { namedInPlan, wordingOf } from './pass-words.ts'

/** Names of items, categories, stores and price lists that these terms speak of, for their sentences. */
export function useWording(...terms: readonly PlanTerms[]): Wording {
  const itemName = useNames({ productIds: terms.flatMap((each) => namedInPlan(each).productIds) })
  const stores = useStoreNames()
  const mayRead = useMay()('catalog.read')
  const { data: lists } = useQuery({ ...query(api.priceListList, {}), staleTime: 60_000, enabled: mayRead })
  const listName = (id: string) => lists?.items.find((list) => list.id === id)?.name
  return wordingOf((id) => stores.get(id) ?? listName(id) ?? itemName(id))
}
