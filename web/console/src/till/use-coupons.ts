import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, query } from '@staff/api'
import type { Coupon } from '#modules/coupons/coupon-types.ts'

const none: readonly Coupon[] = []

/**
 * Every coupon that a cart may use: what the member holds, and what was shown as a code. Without a line there are none. `isAsked`: the
 * member's first answer is on its way.
 */
export function useCoupons(
  storeId: string,
  memberId: string | null,
  shownIds: readonly string[],
): { coupons: readonly Coupon[]; isAsked: boolean } {
  const { data: held, isLoading: isAsked } = useQuery({
    ...query(api.usableCouponList, { memberId: memberId ?? '', storeId }),
    enabled: memberId !== null,
    staleTime: 30_000,
    retry: false,
  })
  const shown = useQueries({
    queries: shownIds.map((couponId) => ({ ...query(api.couponGet, { couponId }), retry: false })),
    combine: (answers) => answers.flatMap(({ data }) => (data ? [data.coupon] : [])),
  })
  const coupons = useMemo(() => {
    const known = new Map(
      [...(held?.items ?? []), ...shown.map((coupon) => ({ coupon }))].map(({ coupon }) => [coupon.couponId, coupon]),
    )
    return known.size === 0 ? none : [...known.values()]
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `shown` is a new list on every render; its ids say whether it changed
  }, [held, shown.map(({ couponId }) => couponId).join()])
  return { coupons, isAsked }
}
