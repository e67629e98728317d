import { useQuery } from '@tanstack/react-query'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { useNames } from '#console/promotions/use-names.ts'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { type CampaignTerms, type Names, namedInCampaign } from './campaign-words.ts'

/** The names of goods, levels and stores that a campaign speaks of. */
export function useCampaignNames(terms: CampaignTerms): Names {
  const nameOf = useNames(namedInCampaign(terms))
  const tierName = useTierName()
  return { nameOf, tierName, storeNames: useStoreNames() }
}

export function useTierName(): (id: string) => string {
  const tiers = useQuery(tiersQuery).data?.items ?? []
  return (id) => tiers.find((tier) => tier.tierId === id)?.name ?? '…'
}
