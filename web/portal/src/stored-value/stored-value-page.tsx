import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { formatDay, formatInstant, formatMoney, Page, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { ClosingNotes } from './closing-note.tsx'
import { OpenOrders } from '#portal/orders/open-orders.tsx'
import { accountOf } from '#portal/statement/balances.tsx'

/** The purse: what was paid in, what the shop gave on top, each top-up by itself, and how to add to it. */
export function StoredValuePage() {
  const { items } = useSuspenseQuery(query(api.myAccountsGet, {})).data
  const principal = accountOf(items, 'stored_principal')
  const bonus = accountOf(items, 'stored_bonus')
  const total = (principal?.balanceUnits ?? 0) + (bonus?.balanceUnits ?? 0)
  const held = (principal?.heldUnits ?? 0) + (bonus?.heldUnits ?? 0)
  const lots = [
    ...(principal?.lots ?? []).map((lot) => ({ ...lot, name: t('storedValue.principal') })),
    ...(bonus?.lots ?? []).map((lot) => ({ ...lot, name: t('storedValue.bonus') })),
  ].sort((a, b) => a.earnedAt.localeCompare(b.earnedAt))
  return (
    <Page title={t('storedValue.title')} backTo={paths.me()}>
      <div className="rp-paper rp-purse">
        <p className="rp-small">{t('storedValue.balance')}</p>
        <p className="rp-purse-total">{formatMoney(total)}</p>
        <dl className="rp-purse-split">
          <div>
            <dt>{t('storedValue.principal')}</dt>
            <dd>{formatMoney(principal?.balanceUnits ?? 0)}</dd>
          </div>
          <div>
            <dt>{t('storedValue.bonus')}</dt>
            <dd>{formatMoney(bonus?.balanceUnits ?? 0)}</dd>
          </div>
          {held > 0 && (
            <div>
              <dt>{t('storedValue.held')}</dt>
              <dd>{formatMoney(held)}</dd>
            </div>
          )}
        </dl>
      </div>
      <ClosingNotes />
      <OpenOrders />
      <Section title={t('storedValue.topUp')}>
        <Link className="rp-button" to={paths.topUp()}>
          {t('storedValue.buy')}
        </Link>
        <p className="rp-small">{t('storedValue.orAtTheShop')}</p>
      </Section>
      {lots.length > 0 && (
        <Section title={t('storedValue.lots')}>
          <Rows>
            {lots.map((lot) => (
              <Row
                key={lot.lotId}
                title={lot.name}
                hint={
                  <>
                    {t('storedValue.since', { at: formatInstant(lot.earnedAt) })}
                    {' · '}
                    {lot.expiresDay
                      ? t('storedValue.until', { day: formatDay(lot.expiresDay) })
                      : t('storedValue.never')}
                  </>
                }
                value={t('storedValue.ofGranted', {
                  left: formatMoney(lot.remainingUnits),
                  granted: formatMoney(lot.grantedUnits),
                })}
              />
            ))}
          </Rows>
          <p className="rp-small">{t('storedValue.law')}</p>
        </Section>
      )}
      <Rows>
        <Row title={t('storedValue.mine')} hint={t('storedValue.mineHint')} icon="list" to={paths.boughtTopUps()} />
      </Rows>
    </Page>
  )
}
