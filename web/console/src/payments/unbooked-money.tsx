import { ExclamationCircleFilled } from '@ant-design/icons'
import { lazy, Suspense, useState } from 'react'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { type KeptAsking, useWaitingAskings } from './kept-asking.ts'
import './payments.css'

const SellCardDialog = lazy(async () => ({
  default: (await import('#console/gift-cards/sell-card-dialog.tsx')).SellCardDialog,
}))
const TopUpDialog = lazy(async () => ({ default: (await import('#console/till/top-up-dialog.tsx')).TopUpDialog }))

/** In the till's bar: money for a top-up or a gift card that was asked for here, and that nobody booked yet. */
export function UnbookedMoney() {
  const { id: storeId } = useStore()
  const may = useMay()
  const waiting = useWaitingAskings(storeId).filter(({ purpose }) =>
    may(purpose === 'top_up' ? 'topup.sell' : 'giftcard.sell'),
  )
  const [open, setOpen] = useState<KeptAsking | null>(null)
  const first = waiting[0]
  const close = () => setOpen(null)
  return (
    <>
      {first && (
        <button type="button" className="rg-till-leave rg-unbooked" onClick={() => setOpen(first)}>
          <ExclamationCircleFilled />
          {t('payments.resume.waiting', { amount: formatMoney(first.amountCents) })}
        </button>
      )}
      <Suspense>
        {open?.memberId && <TopUpDialog open memberId={open.memberId} onClose={close} />}
        {open?.purpose === 'gift_card_load' && <SellCardDialog open onClose={close} />}
      </Suspense>
    </>
  )
}
