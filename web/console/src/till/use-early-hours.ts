import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { hasOpened } from '#shared/early-hours.ts'
import type { TillItem } from './till-data.ts'

type About = {
  memberId: string | null
  at: Date
  items: readonly (TillItem | undefined)[]
  promotions: readonly Promotion[]
}

/**
 * By how many hours things open earlier for the attached member, asked only where something in the cart or a promotion is about to open.
 * Without a line, 0: what a member holds is then not known.
 */
export function useEarlyHours({ memberId, at, items, promotions }: About): number {
  const isWaiting =
    items.some((item) => !hasOpened(item?.opensAt, at)) || promotions.some(({ startsAt }) => !hasOpened(startsAt, at))
  const { data } = useQuery({
    ...query(api.memberEarlyAccessGet, { memberId: memberId ?? '' }),
    enabled: memberId !== null && isWaiting,
    staleTime: 60_000,
    retry: false,
  })
  return memberId !== null && isWaiting ? (data?.hours ?? 0) : 0
}
