import { type ReactNode, useEffect } from 'react'
import type { TopUpPayment } from '#console/till/top-up-payment-rules.ts'
import { methodOf, providerOf } from '#console/till/tender-picker.tsx'
import { useAsking } from '#console/till/use-asking.ts'
import { dropAsking, keepAsking, type KeptAsking, takeInHand } from './kept-asking.ts'
import { PayWithCode } from './pay-with-code.tsx'

type Outside = Exclude<TopUpPayment, { method: 'cash' }>

type ValueMoney = {
  storeId: string
  purpose: KeptAsking['purpose']
  recordId: string
  /** The money is there: the record can be booked with it. */
  onPaid: (payment: Outside) => void
}

/**
 * Money for prepaid value through a provider: asked for under the id that the record will have, watched until it is there. What
 * it was for is kept over a reload, so that money which is there can always be booked or given back.
 */
export function useValueMoney({ storeId, purpose, recordId, onPaid }: ValueMoney) {
  const asking = useAsking(storeId, recordId)
  useEffect(() => takeInHand(recordId), [recordId])
  const part: ReactNode = asking.asked && (
    <PayWithCode
      key={asking.asked.paymentId ?? 'new'}
      storeId={storeId}
      purpose={purpose}
      saleId={recordId}
      shiftId={asking.shiftId}
      amountCents={asking.asked.amountCents}
      paymentId={asking.asked.paymentId}
      onPaid={({ id: paymentId, provider, amountCents }) => {
        asking.end()
        onPaid({ method: methodOf(provider), paid: { paymentId, amountCents } })
      }}
      onClose={() => {
        dropAsking(recordId)
        asking.end()
      }}
    />
  )
  return {
    part,
    /** Whether this means is asked for, or else taken on the cashier's word. */
    isAskedFor: (payment: TopUpPayment) =>
      payment.method !== 'cash' && !payment.paid && (asking.providers?.includes(providerOf(payment.method)) ?? true),
    ask: (wish: Pick<KeptAsking, 'amountCents' | 'memberId' | 'offerId' | 'card'>) => {
      keepAsking({ purpose, recordId, storeId, ...wish })
      asking.ask(wish.amountCents)
    },
    booked: () => dropAsking(recordId),
  }
}
