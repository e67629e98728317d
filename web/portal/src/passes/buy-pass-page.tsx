import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams, useSearchParams } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, formatInstant, formatMoney, Page, Row, Rows } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { Buying, type Quote } from '#portal/orders/buying.tsx'
import { StoreChoice } from '#portal/orders/store-choice.tsx'
import { useBuyingStore } from '#portal/orders/wish.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { daysWords } from './days-words.ts'

/** Buying a pass, or renewing one before it ends: what it costs and when it is good, the contract in words, and how it is paid. */
export function BuyPassPage() {
  const { planId = '' } = useParams()
  const [search] = useSearchParams()
  const renewsPassId = search.get('renews')
  const { storeId, choose } = useBuyingStore()
  const version = useVersion(planId, renewsPassId)
  const waits = useWaiting(planId)
  return (
    <Page
      title={t(renewsPassId ? 'passes.shop.renew' : 'passes.shop.buy')}
      backTo={renewsPassId ? paths.benefits() : paths.passShop()}
    >
      {version === null ? (
        <EmptyState icon="gift" title={t('passes.shop.gone')}>
          {t('passes.shop.noneHint')}
        </EmptyState>
      ) : waits !== null ? (
        <EmptyState icon="clock" title={t('passes.shop.opens', { at: formatInstant(waits) })}>
          {t('passes.shop.opensHint')}
        </EmptyState>
      ) : (
        <>
          <StoreChoice storeId={storeId} onChoose={choose} />
          <Buying wish={{ kind: 'pass', storeId, planId, version, ...(renewsPassId ? { renewsPassId } : {}) }}>
            {(quote) => <Offered quote={quote} />}
          </Buying>
        </>
      )}
    </Page>
  )
}

/** When a plan opens that this member cannot buy yet; null: it is open to them, to who comes earlier by a pass or a level before others. */
function useWaiting(planId: string): string | null {
  const { items } = useSuspenseQuery(query(api.myPlanList, {})).data
  const early = useSuspenseQuery(query(api.myEarlyAccessGet, {})).data
  const opensAt = items.find((plan) => plan.planId === planId)?.opensAt ?? null
  return opensAt === null || hasOpened(opensAt, new Date(), early.hours) ? null : opensAt
}

/** The version that is sold now; null: it is not sold here. */
function useVersion(planId: string, renewsPassId: string | null): number | null {
  const plans = useSuspenseQuery(query(api.myPlanList, {})).data.items
  const passes = useSuspenseQuery(query(api.myPassList, {})).data.items
  if (renewsPassId) return passes.find(({ id }) => id === renewsPassId)?.renewsWithVersion ?? null
  return plans.find((plan) => plan.planId === planId)?.version ?? null
}

function Offered({ quote }: { quote: Quote }) {
  const { name, amountCents, listCents, isPriceLocked } = quote
  return (
    <Rows>
      <Row
        title={name}
        hint={isPriceLocked ? t('passes.shop.locked') : undefined}
        value={
          <>
            {amountCents < listCents && <s className="rp-order-list-price">{formatMoney(listCents)}</s>}{' '}
            <strong>{formatMoney(amountCents)}</strong>
          </>
        }
      />
      <Row title={t('passes.shop.goodFor')} value={daysWords(quote)} />
    </Rows>
  )
}
