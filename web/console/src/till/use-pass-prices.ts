import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, query } from '@staff/api'
import { noPassPrices, type PassPrices } from '#modules/passes/pass-price-rules.ts'
import { useMay } from '#app/session.ts'
import type { TillLine } from './cart-state.ts'

/**
 * What the member's passes do to the cart's prices: lists they enjoy, renewals at the price they had. Without a line, nothing.
 * `isAsked`: on its way.
 */
export function usePassPrices(
  memberId: string | null,
  lines: readonly TillLine[],
): { passPrices: PassPrices; isAsked: boolean } {
  const may = useMay()
  const { data, isLoading: isAsked } = useQuery({
    ...query(api.memberPassList, { memberId: memberId ?? '' }),
    enabled: memberId !== null && may('passes.read'),
    staleTime: 30_000,
    retry: false,
  })
  const renewed = lines.flatMap(({ renewsPassId }) => renewsPassId ?? []).join()
  const passPrices = useMemo(() => {
    if (!data || memberId === null) return noPassPrices
    const wanted = new Set(renewed.split(','))
    const locks = data.items.flatMap(({ id, planId, lockedPriceCents }) =>
      wanted.has(id) && lockedPriceCents !== null ? [{ passId: id, planId, priceCents: lockedPriceCents }] : [],
    )
    if (data.priceListIds.length === 0 && locks.length === 0) return noPassPrices
    return { priceListIds: data.priceListIds, locks }
  }, [data, memberId, renewed])
  return { passPrices, isAsked }
}
