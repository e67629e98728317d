import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { EmptyState, formatInstant, formatMoney, Page, Row, Rows } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

/** Every top-up of the member, each with the way to its terms. */
export function TopUpsPage() {
  const { items } = useSuspenseQuery(query(api.myTopUpList, {})).data
  return (
    <Page title={t('storedValue.mine')} backTo={paths.storedValue()}>
      {items.length === 0 ? (
        <EmptyState icon="wallet" title={t('storedValue.noneBought')}>
          {t('storedValue.orAtTheShop')}
        </EmptyState>
      ) : (
        <Rows>
          {items.map(({ topUpId, topUpNumber, offerName, principalCents, bonusCents, at, refund }) => (
            <Row
              key={topUpId}
              to={paths.boughtTopUp(topUpId)}
              title={offerName ?? t('storedValue.ownChoice')}
              hint={`${formatInstant(at)} · ${topUpNumber}${refund ? ` · ${t('storedValue.givenBack')}` : ''}`}
              value={
                bonusCents > 0
                  ? `${formatMoney(principalCents)} + ${formatMoney(bonusCents)}`
                  : formatMoney(principalCents)
              }
            />
          ))}
        </Rows>
      )}
    </Page>
  )
}
