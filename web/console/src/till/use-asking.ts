import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query } from '@staff/api'
import { tillShiftQuery } from '#console/shifts/shift-data.ts'

/** The providers that a store has set up. The till asks before anybody pays. */
export const paymentMethodsQuery = (storeId: string) => ({
  ...query(api.paymentMethodList, { storeId }),
  staleTime: 60_000,
})

type Asked = { amountCents: number; paymentId: string | null }

/**
 * Asking a provider for money: which are set up here, and what is being asked for. A payment of this very record that a reload
 * cut off is found again, running or paid, so that its money is neither lost nor asked for twice. `taken`: payments that the
 * screen has already.
 */
export function useAsking(storeId: string, saleId: string, taken: readonly string[] = []) {
  const methods = useQuery(paymentMethodsQuery(storeId))
  const providers = methods.data?.providers ?? []
  const shiftId = useQuery(tillShiftQuery(storeId)).data?.shift?.id ?? null
  const open = useQuery({
    ...query(api.openPaymentList, { storeId, saleId }),
    enabled: providers.length > 0,
    staleTime: 0,
  })
  const cutOff = open.data?.items.find(({ id }) => !taken.includes(id))
  const [asked, setAsked] = useState<Asked | null>(null)
  const [seenId, setSeenId] = useState<string | null>(null)
  if (cutOff && cutOff.id !== seenId) {
    setSeenId(cutOff.id)
    setAsked({ amountCents: cutOff.amountCents, paymentId: cutOff.id })
  }
  return {
    /** Null until it is known: money that a provider asks for must not be taken on the cashier's word by who was faster. */
    providers: methods.isPending ? null : (providers as readonly string[]),
    shiftId,
    asked,
    ask: (amountCents: number) => setAsked({ amountCents, paymentId: null }),
    end: () => setAsked(null),
  }
}
