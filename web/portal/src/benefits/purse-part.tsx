import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { formatMoney, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { accountOf, storedCents } from '#portal/statement/balances.tsx'

export function PursePart() {
  const { items } = useSuspenseQuery(query(api.myAccountsGet, {})).data
  const bonus = accountOf(items, 'stored_bonus')?.balanceUnits ?? 0
  return (
    <Section title={t('benefits.purse')}>
      <Rows>
        <Row
          icon="wallet"
          to={paths.storedValue()}
          title={formatMoney(storedCents(items))}
          hint={bonus > 0 ? t('benefits.bonus', { amount: formatMoney(bonus) }) : t('benefits.purseHint')}
        />
      </Rows>
    </Section>
  )
}
