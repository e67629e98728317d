import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, formatMoney, Page, RefusalText, Row, Rows } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { Buying, type Quote } from '#portal/orders/buying.tsx'
import { daysWords } from './days-words.ts'

/** An own pass goes for a plan: the price, what is left of the pass, what is to be paid, and the terms of both steps before it is done. */
export function ChangeToPage() {
  const { passId = '', planId = '' } = useParams()
  const { data, error } = useQuery({ ...query(api.myPassChangeList, { passId }), staleTime: 0, retry: false })
  const plan = data?.items.find((each) => each.planId === planId)
  return (
    <Page title={t('passes.change.title')} backTo={paths.changePass(passId)}>
      {error && <RefusalText error={error} />}
      {data && !plan && <EmptyState icon="gift" title={t('passes.shop.gone')} />}
      {data && plan && (
        <Buying wish={{ kind: 'pass', storeId: data.storeId, planId, version: plan.version, changesPassId: passId }}>
          {(quote) => <Due quote={quote} />}
        </Buying>
      )}
    </Page>
  )
}

function Due({ quote }: { quote: Quote }) {
  const { name, change, amountCents } = quote
  return (
    <Rows>
      <Row title={name} hint={daysWords(quote)} value={change && formatMoney(change.priceCents)} />
      {change && (
        <Row
          title={change.name}
          hint={t('passes.change.credit')}
          value={formatMoney(change.backCents - change.creditCents)}
        />
      )}
      <Row title={<strong>{t('passes.change.due')}</strong>} value={<strong>{formatMoney(amountCents)}</strong>} />
    </Rows>
  )
}
