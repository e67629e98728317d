import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatInstant, formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { consequences, formulaWords, waysBack } from './leaving-words.ts'
import './leaving.css'

/** What was cancelled, when, and what comes back, as the books have it. */
export function LeavingReceipt({ receipt }: { receipt: ResponseOf<typeof api.myLeavingReceipt> }) {
  const { passName, storeName, receiptNumber, at, lastDay, refundCents, toHandOverCents, isHandedOver, quote } = receipt
  return (
    <article className="rp-paper rp-receipt rp-plain-list">
      <header>
        <p className="rp-receipt-shop">{t('leaving.receiptOf', { pass: passName })}</p>
        <p className="rp-small">{storeName}</p>
        <p className="rp-receipt-total">{formatMoney(refundCents)}</p>
        <p className="rp-small">
          {formatInstant(at)} · {receiptNumber}
        </p>
      </header>
      <p>{lastDay ? t('leaving.usableUntil', { day: formatDay(lastDay) }) : t('leaving.ended')}</p>
      <p className="rp-small">{formulaWords(quote)}</p>
      {toHandOverCents > 0 && (
        <p>{t(isHandedOver ? 'leaving.handedOver' : 'leaving.toHandOver', { amount: formatMoney(toHandOverCents) })}</p>
      )}
      <ul>
        {waysBack(quote, 'receipt').map((line) => (
          <li key={line}>{line}</li>
        ))}
        {consequences(quote)
          .slice(1)
          .map((line) => (
            <li key={line}>{line}</li>
          ))}
      </ul>
      {receipt.isTakenBack && <p>{t('leaving.wasTakenBack')}</p>}
      <p className="rp-small">{t('leaving.law', { pack: receipt.lawPack })}</p>
    </article>
  )
}
