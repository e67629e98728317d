import { CloseOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { newId } from '#shared/ids.ts'
import type { GiftCardTender } from '#console/till/tender-rules.ts'
import { FindCard, type FoundCard } from './find-card.tsx'
import './gift-cards.css'

type PayWithCardProps = {
  /** What is left to pay. */
  dueCents: number
  taken: readonly GiftCardTender[]
  onTake: (tender: GiftCardTender) => void
  onClose: () => void
}

type Misfit = 'twice' | 'empty' | 'blank' | 'blocked' | 'elsewhere'

/** A gift card at the payment: scanned or typed, it pays what is on it as far as the sum goes; the amount can be changed after. */
export function PayWithCard({ dueCents, taken, onTake, onClose }: PayWithCardProps) {
  const [misfit, setMisfit] = useState<Misfit | null>(null)
  const take = (card: FoundCard) => {
    const reason = misfitOf(card, taken)
    if (reason) return setMisfit(reason)
    const { giftCardId, codeTail, balanceCents } = card
    onTake({ tenderId: newId(), giftCardId, codeTail, balanceCents, amountCents: Math.min(balanceCents, dueCents) })
  }
  return (
    <section className="rg-pay-cash" aria-label={t('gift-cards.pay.title')}>
      <div className="rg-pay-cash-head">
        <span>{t('gift-cards.pay.title')}</span>
        <strong className="rg-money">{formatMoney(dueCents)}</strong>
        <button type="button" className="rg-gift-close" aria-label={t('gift-cards.pay.close')} onClick={onClose}>
          <CloseOutlined />
        </button>
      </div>
      <FindCard onSearch={() => setMisfit(null)} onFound={take} />
      {misfit && (
        <p className="rg-refusal" role="alert">
          {t(`gift-cards.pay.misfit.${misfit}`)}
        </p>
      )}
      <p className="rg-faint">{t('gift-cards.pay.hint')}</p>
    </section>
  )
}

/** Why a card that was found cannot pay; the server has the last word when the sale is booked. */
function misfitOf(card: FoundCard, taken: readonly GiftCardTender[]): Misfit | null {
  if (taken.some(({ giftCardId }) => giftCardId === card.giftCardId)) return 'twice'
  if (card.state !== 'active') return card.state
  if (!card.isSpendable) return 'elsewhere'
  return card.balanceCents === 0 ? 'empty' : null
}
