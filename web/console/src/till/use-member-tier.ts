import { useQuery } from '@tanstack/react-query'
import { tillMemberQuery } from '#console/offline/till-member-queries.ts'

/** The level that a cart is priced for: the attached member's, without a line as the till last heard of it. `isAsked`: on its way. */
export function useMemberTier(memberId: string | null): { tierId: string | null; isAsked: boolean } {
  const { data, isLoading: isAsked } = useQuery({ ...tillMemberQuery(memberId ?? ''), enabled: memberId !== null })
  return { tierId: data?.tierId ?? null, isAsked }
}
