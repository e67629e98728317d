import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatMoney, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { consequences, formulaWords, waysBack } from './leaving-words.ts'

export type WayOut = ResponseOf<typeof api.myWayOutGet>
export type LeavingTime = 'now' | 'period_end'

/** The end that costs the member least, until they choose. */
export const firstTime = (way: WayOut): LeavingTime => (way.atEnd && way.now.refundCents === 0 ? 'period_end' : 'now')

export const quoteAt = (way: WayOut, time: LeavingTime) => (time === 'period_end' && way.atEnd ? way.atEnd : way.now)

type LeavingQuoteProps = { way: WayOut; time: LeavingTime; onTime: (time: LeavingTime) => void }

/** When it ends, what comes back with the way to the sum, and what goes: all before anything is done. */
export function LeavingQuote({ way, time, onTime }: LeavingQuoteProps) {
  const quote = quoteAt(way, time)
  return (
    <>
      {way.atEnd && (
        <div className="rp-choices" role="group" aria-label={t('leaving.when')}>
          <button type="button" aria-pressed={time === 'now'} onClick={() => onTime('now')}>
            {t('leaving.now')}
            <span className="rp-row-hint">{t('leaving.refund', { amount: formatMoney(way.now.refundCents) })}</span>
          </button>
          <button type="button" aria-pressed={time === 'period_end'} onClick={() => onTime('period_end')}>
            {t('leaving.atEnd')}
            <span className="rp-row-hint">{way.atEnd.lastDay && formatDay(way.atEnd.lastDay)}</span>
          </button>
        </div>
      )}
      <Section title={t('leaving.whatHappens')}>
        <div className="rp-paper rp-plain-list">
          <p className="rp-leaving-sum">
            <span>{t('leaving.comesBack')}</span>
            <strong>{formatMoney(quote.refundCents)}</strong>
          </p>
          <p className="rp-small">{formulaWords(quote)}</p>
          <ul>
            {waysBack(quote, 'quote').map((line) => (
              <li key={line}>{line}</li>
            ))}
            {consequences(quote).map((line) => (
              <li key={line}>{line}</li>
            ))}
            {time === 'period_end' && <li>{t('leaving.takeBack')}</li>}
            {time === 'now' && quote.refundCents === 0 && <li>{t('leaving.restore', { count: way.restoreDays })}</li>}
          </ul>
        </div>
      </Section>
    </>
  )
}
