import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { formatInstant, formatMoney, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { unitWords } from './line-words.ts'

/** Points that have ended and can still be had back, and how. Nothing stands here where there are none. */
export function Rescuable() {
  const { items, minPurchaseCents, lifeDays } = useSuspenseQuery(query(api.myPointsRescueGet, {})).data
  if (items.length === 0) return null
  const purchase =
    minPurchaseCents > 0
      ? t('statement.rescuable.purchaseOf', { amount: formatMoney(minPurchaseCents), count: lifeDays })
      : t('statement.rescuable.purchase', { count: lifeDays })
  return (
    <Section title={t('statement.rescuable.title')}>
      <ol className="rp-rows">
        {items.map(({ points, until }) => (
          <li key={`${until} ${points}`} className="rp-row">
            <span className="rp-row-body">
              <span className="rp-row-text">
                <span className="rp-row-title">{t('statement.rescuable.until', { at: formatInstant(until) })}</span>
              </span>
              <span className="rp-row-value">{unitWords('points', points)}</span>
            </span>
          </li>
        ))}
      </ol>
      <p className="rp-small">
        {purchase} {t('statement.rescuable.mall')}
      </p>
    </Section>
  )
}
