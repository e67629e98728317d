import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { formatDay, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { accountOf } from '#portal/statement/balances.tsx'

export function PointsPart() {
  const account = accountOf(useSuspenseQuery(query(api.myAccountsGet, {})).data.items, 'points')
  const next = account?.lots.find(({ expiresDay }) => expiresDay !== null)
  return (
    <Section title={t('benefits.points')}>
      <Rows>
        <Row
          icon="star"
          to={paths.statement()}
          title={t('benefits.pointsUsable', { points: (account?.availableUnits ?? 0).toLocaleString('en-US') })}
          hint={
            next
              ? t('benefits.pointsEnd', {
                  points: next.remainingUnits.toLocaleString('en-US'),
                  day: formatDay(next.expiresDay!),
                })
              : t('benefits.noEnd')
          }
        />
      </Rows>
    </Section>
  )
}
