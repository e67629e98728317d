import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, query, send } from '@staff/api'
import { orKept } from '#console/offline/kept-answer.ts'
import { useLineState } from '#console/offline/line-state.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { keptEarlyHours } from './early-hours-rules.ts'
import type { TillItem } from './till-data.ts'

type About = {
  memberId: string | null
  tierId: string | null
  at: Date
  items: readonly (TillItem | undefined)[]
  /** The whole catalogue: where something in it is about to open, the till keeps to whom that is early. */
  catalog: ReadonlyMap<string, TillItem>
  promotions: readonly Promotion[]
}

const keptMs = 5 * 60_000

/**
 * By how many hours things open earlier for the attached member, asked only where something in the cart or a promotion is about to open.
 * Without a line it is what the till last heard: the level's hours, or those of a pass that has not run out since.
 */
export function useEarlyHours({ memberId, tierId, at, items, catalog, promotions }: About): number {
  const hasLine = useLineState().offlineSince === null
  const promotionsWait = promotions.some(({ startsAt }) => !hasOpened(startsAt, at))
  const isWaiting = promotionsWait || items.some((item) => !hasOpened(item?.opensAt, at))
  const somethingWaits = useMemo(
    () => promotionsWait || catalog.values().some((item) => !hasOpened(item.opensAt, at)),
    [promotionsWait, catalog, at],
  )
  const asked = useQuery({
    ...query(api.memberEarlyAccessGet, { memberId: memberId ?? '' }),
    enabled: memberId !== null && isWaiting && hasLine,
    staleTime: 60_000,
    retry: false,
  })
  const kept = useQuery({
    ...query(api.tillEarlyAccessGet, {}),
    queryFn: ({ signal }) => orKept('early-access', () => send(api.tillEarlyAccessGet, {}, { signal })),
    enabled: somethingWaits,
    staleTime: keptMs,
    refetchInterval: keptMs,
    retry: false,
  })
  if (memberId === null || !isWaiting) return 0
  const known = kept.data ? keptEarlyHours(kept.data, { memberId, tierId }, at) : 0
  return hasLine ? (asked.data?.hours ?? 0) : known
}
