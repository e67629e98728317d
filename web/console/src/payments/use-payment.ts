import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, query } from '@staff/api'
import type { Payment } from './payment-words.ts'

const openStates: readonly Payment['state'][] = ['created', 'sent', 'pending', 'unknown']

/** A payment as it goes on, looked at every second until its outcome is known. */
export function usePayment(paymentId: string | null) {
  return useQuery({
    ...query(api.paymentGet, { paymentId: paymentId ?? '' }),
    enabled: paymentId !== null,
    refetchInterval: ({ state: { data } }) => (!data || openStates.includes(data.state) ? 1_000 : false),
  }).data
}

/** Seconds until an instant, counted down; zero from then on. */
export function useSecondsUntil(instant: string | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return instant ? Math.max(0, Math.ceil((Date.parse(instant) - now) / 1_000)) : 0
}
