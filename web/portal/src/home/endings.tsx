import { useSuspenseQueries } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { formatDay, Row, Rows, Section } from '@portal/ui'
import { localDay } from '#shared/business-day.ts'
import { t } from '#portal/app/i18n.ts'
import { useShop } from '#portal/app/session.ts'
import { soonestEndings } from './ending-rules.ts'
import { unitWords } from '#portal/statement/line-words.ts'
import { paths } from '#portal/app/paths.ts'

const shown = 4

/** What expires when, over everything: points, money given on top, coupons. The next few. */
export function Endings() {
  const { merchant } = useShop()
  const [accounts, coupons] = useSuspenseQueries({
    queries: [query(api.myAccountsGet, {}), query(api.myCouponList, { state: 'usable', limit: 50 })],
  })
  const endings = soonestEndings(
    [
      ...accounts.data.items.flatMap(({ asset, lots }) =>
        lots.flatMap(({ expiresDay, remainingUnits }) =>
          expiresDay ? [{ kind: asset, day: expiresDay, units: remainingUnits, name: '' }] : [],
        ),
      ),
      ...coupons.data.items.map(({ couponId, name, endsAt }) => ({
        kind: `coupon ${couponId}`,
        day: localDay(new Date(Date.parse(endsAt) - 1), merchant.timeZone),
        units: 1,
        name,
      })),
    ],
    shown,
  )
  if (endings.length === 0) return null
  const today = localDay(new Date(), merchant.timeZone)
  return (
    <Section title={t('home.endings')}>
      <Rows>
        {endings.map(({ kind, day, units, name }) => (
          <Row
            key={`${kind} ${day}`}
            icon={name ? 'ticket' : kind === 'points' ? 'star' : 'wallet'}
            to={name ? paths.coupons() : paths.statement()}
            title={name || unitWords(kind, units)}
            hint={t('home.endsOn', { day: formatDay(day) })}
            value={
              <span className={daysUntil(today, day) <= 7 ? 'rp-soon' : ''}>{daysWords(daysUntil(today, day))}</span>
            }
          />
        ))}
      </Rows>
    </Section>
  )
}

function daysUntil(today: string, day: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)
}

function daysWords(days: number): string {
  return days <= 0 ? t('home.today') : t('home.inDays', { count: days })
}
