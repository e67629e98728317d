import { useState } from 'react'
import type { api, InputOf } from '@staff/api'
import { useShop } from '#portal/app/session.ts'

export type Wish = InputOf<typeof api.myOnlineOrderQuote>['wish']

/** Which shop it is bought from: the first, until another is chosen. */
export function useBuyingStore(): { storeId: string; choose: (storeId: string) => void } {
  const { stores } = useShop()
  const [chosen, setChosen] = useState<string | null>(null)
  return { storeId: chosen ?? stores[0]!.id, choose: setChosen }
}
