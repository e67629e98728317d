import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { mostPoints, type RedeemRule, worthOf } from '#modules/points/redeem-rules.ts'

const examples = [
  { netCents: 8_800, points: 500 },
  { netCents: 20_000, points: 2_000 },
  { netCents: 50_000, points: 30_000 },
]

/** What a sale of today would take, by the very function of the till. */
export function RedeemExamples({ rule }: { rule: RedeemRule }) {
  return (
    <ul className="rg-examples" aria-label={t('points.examples')}>
      {examples.map(({ netCents, points }) => {
        const most = mostPoints(rule, netCents, points)
        return (
          <li key={netCents}>
            <span>{t('points.redeem.example', { amount: formatMoney(netCents), points })}</span>
            <strong>−{formatMoney(worthOf(rule, most))}</strong>
            <small>{most > 0 ? t('points.redeem.exampleUses', { count: most }) : t('points.redeem.exampleNone')}</small>
          </li>
        )
      })}
    </ul>
  )
}
