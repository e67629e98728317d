import { CloseOutlined, SwapOutlined } from '@ant-design/icons'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { HeldReturn } from './exchange-rules.ts'
import { quantityText } from './quantity-text.ts'

/** Above the cart: what the customer gives back for what they are about to take, and what it counts. */
export function ExchangeStrip({ held, onDrop }: { held: HeldReturn; onDrop: () => void }) {
  const { receiptNumber, goods, paidCents } = held
  return (
    <section className="rg-till-exchange" aria-label={t('till.exchange.back')}>
      <SwapOutlined />
      <div>
        <strong>{t('till.exchange.backOf', { number: receiptNumber })}</strong>
        <ul>
          {goods.map(({ lineId, name, quantityMilli }) => (
            <li key={lineId}>{`${name} × ${quantityText(quantityMilli)}`}</li>
          ))}
        </ul>
      </div>
      <strong className="rg-money">{formatMoney(-paidCents)}</strong>
      <button type="button" aria-label={t('till.exchange.drop')} onClick={onDrop}>
        <CloseOutlined />
      </button>
    </section>
  )
}

/** The difference in the till's words: to be paid, to be given back, or none. */
export function differenceText(differenceCents: number): string {
  if (differenceCents === 0) return t('till.exchange.even')
  return t(differenceCents > 0 ? 'till.exchange.toPay' : 'till.exchange.toGive')
}
