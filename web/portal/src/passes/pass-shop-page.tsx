import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, formatInstant, formatMoney, Page, Row, Rows } from '@portal/ui'
import { adviceWords } from '#modules/passes/advice-words-rules.ts'
import { componentWords, spanWords } from '#modules/passes/plan-words-rules.ts'
import type { PlanTerms } from '#modules/passes/plan-types.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { hasOpened } from '#shared/early-hours.ts'
import './passes.css'

type Advice = ResponseOf<typeof api.myPassAdviceList>['items'][number]

/** The passes that the shop sells on the phone, the one that fits the member's own visits first, each with its price and what it is in short. */
export function PassShopPage() {
  const { items } = useSuspenseQuery(query(api.myPlanList, {})).data
  const advice = useSuspenseQuery(query(api.myPassAdviceList, {})).data.items
  const place = (planId: string) => advice.findIndex((each) => each.planId === planId)
  const sorted = items.toSorted((a, b) => place(a.planId) - place(b.planId))
  // Of what nothing can be said, nothing is.
  const told = new Map(
    advice.filter(({ verdict }) => verdict !== 'too_little_known').map((each) => [each.planId, each]),
  )
  const best = advice[0]?.verdict === 'worth_it' ? advice[0].planId : null
  return (
    <Page title={t('passes.shop.title')} backTo={paths.benefits()}>
      {items.length === 0 ? (
        <EmptyState icon="gift" title={t('passes.shop.none')}>
          {t('passes.shop.noneHint')}
        </EmptyState>
      ) : (
        <Rows>
          {sorted.map(({ planId, name, priceCents, terms, opensAt }) => (
            <Row
              key={planId}
              icon="ticket"
              to={paths.buyPass({ planId })}
              title={name}
              hint={
                <>
                  {[...opens(opensAt), inShort(terms)].join(' · ')}
                  {told.has(planId) && <Why advice={told.get(planId)!} isBest={planId === best} />}
                </>
              }
              value={formatMoney(priceCents)}
            />
          ))}
        </Rows>
      )}
      {items.length > 1 && (
        <Link className="rp-button rp-button-plain rp-compare-open" to={paths.comparePasses()}>
          {t('passes.shop.compare')}
        </Link>
      )}
    </Page>
  )
}

/** What the member's own half year says of a plan; the best one is said to be. */
function Why({ advice, isBest }: { advice: Advice; isBest: boolean }) {
  return (
    <span className="rp-why">
      {isBest && <span className="rp-best">{t('passes.shop.best')} · </span>}
      {adviceWords(advice, { language: language(), money: formatMoney })}
    </span>
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
