import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { EmptyState, formatInstant, formatMoney, Page, Row, Rows } from '@portal/ui'
import { componentWords, spanWords } from '#modules/passes/plan-words-rules.ts'
import type { PlanTerms } from '#modules/passes/plan-types.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { hasOpened } from '#shared/early-hours.ts'

/** The passes that the shop sells on the phone, each with its price and what it is in short. */
export function PassShopPage() {
  const { items } = useSuspenseQuery(query(api.myPlanList, {})).data
  return (
    <Page title={t('passes.shop.title')} backTo={paths.benefits()}>
      {items.length === 0 ? (
        <EmptyState icon="gift" title={t('passes.shop.none')}>
          {t('passes.shop.noneHint')}
        </EmptyState>
      ) : (
        <Rows>
          {items.map(({ planId, name, priceCents, terms, opensAt }) => (
            <Row
              key={planId}
              icon="ticket"
              to={paths.buyPass({ planId })}
              title={name}
              hint={[...opens(opensAt), inShort(terms)].join(' · ')}
              value={formatMoney(priceCents)}
            />
          ))}
        </Rows>
      )}
    </Page>
  )
}

/** When it is sold to everybody, while that lies ahead; on the next page those who come earlier are asked for. */
function opens(opensAt: string | null): string[] {
  return opensAt === null || hasOpened(opensAt, new Date())
    ? []
    : [t('passes.shop.opens', { at: formatInstant(opensAt) })]
}

/** The parts without the places and hours, which the contract says in full, and how long it lasts. */
function inShort({ components, validity }: PlanTerms): string {
  const wording = { language: language(), money: formatMoney, nameOf: () => undefined }
  const anywhere = {
    of: 'all',
    productIds: [],
    categoryIds: [],
    excludedProductIds: [],
    excludedCategoryIds: [],
  } as const
  const parts = components.map((component) =>
    componentWords(
      { ...component, scope: anywhere, storeIds: null, times: { weekdays: [], monthDays: [], hours: [] }, quotas: [] },
      wording,
    ),
  )
  return [...parts, validity ? spanWords(validity, language()) : t('passes.noEnd')].join(' · ')
}
