import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { useMay } from '#app/session.ts'
import type { Names } from './tier-words.ts'

/** The coupons and price lists that benefits may name. */
export function useTierChoices() {
  const may = useMay()
  const coupons = useQuery({ ...query(api.couponTemplateList, { limit: 200 }), enabled: may('coupons.read') })
  const lists = useQuery({ ...query(api.priceListList, {}), enabled: may('catalog.read') })
  return {
    coupons: coupons.data?.items ?? [],
    priceLists: lists.data?.items ?? [],
    isLoading: coupons.isLoading || lists.isLoading,
  }
}

/** Their names; what cannot be read is a dash. */
export function useTierNames(): Names {
  const { coupons, priceLists } = useTierChoices()
  return {
    coupon: (id) => coupons.find(({ couponTemplateId }) => couponTemplateId === id)?.name ?? '–',
    priceList: (id) => priceLists.find((list) => list.id === id)?.name ?? '–',
  }
}
