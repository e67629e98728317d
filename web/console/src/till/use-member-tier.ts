import { useQuery } from '@tanstack/react-query'
import { tillMemberQuery } from '#console/offline/till-member-queries.ts'

/** The level that a cart is priced for: the attached member's, without a line as the till last heard of it. */
export function useMemberTier(memberId: string | null): string | null {
  const { data } = useQuery({ ...tillMemberQuery(memberId ?? ''), enabled: memberId !== null })
  return data?.tierId ?? null
}
