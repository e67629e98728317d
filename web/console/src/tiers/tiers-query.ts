import { queryOptions } from '@tanstack/react-query'
import { api, send } from '@staff/api'
import { orKept } from '#console/offline/kept-answer.ts'

/** The merchant's levels, by rank; a till without a line shows those it last heard of. */
export const tiersQuery = queryOptions({
  queryKey: [api.tierList.path],
  queryFn: ({ signal }) => orKept('tiers', () => send(api.tierList, {}, { signal })),
  staleTime: 5 * 60_000,
})
