import { useQuery } from '@tanstack/react-query'
import { TierBadge } from '@staff/ui'
import { tiersQuery } from './tiers-query.ts'

/** The badge of the level that a member is on; nothing on the base level and before levels are known. */
export function MemberTier({ tierId }: { tierId: string | null }) {
  const { data } = useQuery({ ...tiersQuery, enabled: tierId !== null })
  const tier = data?.items.find((each) => each.tierId === tierId)
  return tier ? <TierBadge name={tier.name} level={tier.colour} /> : null
}
