import { type ReactNode, useEffect, useState } from 'react'
import { methodOf, useTenderChoices } from '#console/till/tender-picker.tsx'
import { cashDueCents, nothingPaid, type OtherTender, type Payment } from '#console/till/tender-rules.ts'
import { topUpTenders } from '#console/till/top-up-payment-rules.ts'
import { useAsking } from '#console/till/use-asking.ts'
import type { TopUpTender } from '#modules/stored-value/top-up-rules.ts'
import { newId } from '#shared/ids.ts'
import { sumCents } from '#shared/money.ts'
import { dropAsking, keepAsking, type KeptAsking, takeInHand } from './kept-asking.ts'
import { type PaidThrough, PayWithCode } from './pay-with-code.tsx'

type ValueMoney = {
  storeId: string
  purpose: KeptAsking['purpose']
  recordId: string
  /** What the record costs; 0 while that is not known. */
  dueCents: number
  wish: Pick<KeptAsking, 'memberId' | 'offerId' | 'card'>
  /** Providers brought the last of it and nothing is left to decide: the record can be booked with these tenders. */
  onCovered: (tenders: TopUpTender[]) => void
}

const isThere = ({ paymentId }: OtherTender) => paymentId !== undefined

/**
 * How prepaid value is paid: by any number of means, cash for the rest. Money that comes through a provider is asked for under the
 * id that the record will have and watched until it is there; what it was for is kept over a reload, so that money which is there
 * can always be booked or given back.
 */
export function useValueMoney({ storeId, purpose, recordId, dueCents, wish, onCovered }: ValueMoney) {
  const [payment, setPayment] = useState<Payment>(nothingPaid)
  const [cashId] = useState(newId)
  const paid = payment.others.filter(isThere)
  const asking = useAsking(
    storeId,
    recordId,
    paid.flatMap(({ paymentId }) => paymentId ?? []),
  )
  useEffect(() => takeInHand(recordId), [recordId])
  const paidCents = sumCents(paid.map(({ amountCents }) => amountCents))
  const keep = (amountCents: number) =>
    keepAsking({ ...{ purpose, recordId, storeId, dueCents, amountCents }, ...wish })
  const choices = useTenderChoices({
    ...{ payment, netCents: dueCents, storedCents: 0, points: 0, rule: null },
    providers: asking.providers,
    onChange: setPayment,
    onAsk: (amountCents) => {
      keep(paidCents + amountCents)
      asking.ask(amountCents)
    },
  })
  const take = ({ id: paymentId, provider, amountCents }: PaidThrough) => {
    const others = payment.others.filter((other) => other.paymentId !== paymentId)
    const tender = { tenderId: newId(), method: methodOf(provider), amountCents, paymentId }
    const next = { ...payment, others: [...others, tender] }
    setPayment(next)
    asking.end()
    if (cashDueCents(dueCents, next) === 0) onCovered(topUpTenders(dueCents, next, cashId))
  }
  const giveUp = () => {
    if (paid.length > 0) keep(paidCents)
    else dropAsking(recordId)
    asking.end()
  }
  const part: ReactNode = asking.asked && (
    <PayWithCode
      key={asking.asked.paymentId ?? 'new'}
      storeId={storeId}
      purpose={purpose}
      saleId={recordId}
      shiftId={asking.shiftId}
      amountCents={asking.asked.amountCents}
      paymentId={asking.asked.paymentId}
      onPaid={take}
      onClose={giveUp}
    />
  )
  return {
    /** Takes the place of the dialog while a provider is asked. */
    part,
    picker: { payment, dueCents, choices, onPay: setPayment },
    tenders: topUpTenders(dueCents, payment, cashId),
    /** It costs something else now: what is there stays, the rest is chosen anew. */
    chooseAnew: () => setPayment({ ...nothingPaid, others: paid }),
    booked: () => dropAsking(recordId),
  }
}
