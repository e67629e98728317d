import { api, hrefOf, query, type InputOf } from '@staff/api'
import {
  DataList,
  DayPresets,
  EmptyState,
  NextStep,
  InstantText,
  MoneyText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { givenBackCents, paymentProviders, paymentStates, tradeNoOf } from '#modules/payments/payment-rules.ts'
import { isDay } from '#shared/business-day.ts'
import { isUuid } from '#shared/ids.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useSession, type Store } from '#app/session.ts'
import { cardText, modeName, providerName, reasonText, stateName, stateOf, type Payment } from './payment-words.ts'

type Filter =
  | ('number' | 'state' | 'provider' | 'storeId' | 'needsAttention')
  | ('from' | 'until' | 'minCents' | 'maxCents')

type PaymentRequest = Omit<InputOf<typeof api.paymentList>, 'cursor' | 'limit'>

/** Every payment through a provider: what came in, what is not known, what went back. */
export function PaymentListPage() {
  const { stores } = useSession()
  const may = useMay()
  const exportHref = (request: Given, columns: readonly string[], format: 'csv' | 'xlsx') =>
    hrefOf(api.paymentExport, { ...paymentRequest(request), columns: columns.join(','), format, language: language() })
  return (
    <Page title={t('payments.title')} lead={t('payments.lead')} actions={<DayPresets />}>
      <DataList
        id="payments"
        label={t('payments.title')}
        source={({ cursor, limit, ...given }) =>
          query(api.paymentList, { ...paymentRequest(given), ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        columns={columns(stores)}
        filters={filters(stores)}
        rowHref={({ id }) => paths.payment({ paymentId: id })}
        {...(may('reports.export') ? { exportHref } : {})}
        empty={
          <EmptyState
            title={t('payments.none')}
            action={
              <NextStep to={paths.paymentAccounts()} permission="settings.edit">
                {t('payments.toAccounts')}
              </NextStep>
            }
          >
            {t('payments.noneText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

type Given = { [Name in Filter]?: string }

/** What the address holds, as the server takes it. What nobody can read filters nothing; a number may be typed with its spaces. */
function paymentRequest({ number, storeId, from, until, minCents, maxCents, ...given }: Given): PaymentRequest {
  const request: PaymentRequest = {}
  const state = paymentStates.find((each) => each === given.state)
  const provider = paymentProviders.find((each) => each === given.provider)
  const typed = number?.replaceAll(/\s/g, '')
  if (typed && /^[0-9A-Za-z_-]{3,64}$/.test(typed)) request.number = typed
  if (state) request.state = state
  if (provider) request.provider = provider
  if (storeId && isUuid(storeId)) request.storeId = storeId
  if (given.needsAttention === 'true') request.needsAttention = true
  if (from && isDay(from)) request.from = from
  if (until && isDay(until)) request.until = until
  if (minCents && /^\d{1,12}$/.test(minCents)) request.minCents = Number(minCents)
  if (maxCents && /^\d{1,12}$/.test(maxCents)) request.maxCents = Number(maxCents)
  return request
}

function filters(stores: readonly Store[]): ListFilter<Filter>[] {
  const choice = (name: Filter, label: string, options: { value: string; label: string }[]): ListFilter<Filter> => ({
    name,
    kind: 'choice',
    label,
    options,
  })
  const named = ({ id, name }: Store) => ({ value: id, label: name })
  return [
    { name: 'number', kind: 'search', label: t('payments.number') },
    choice('needsAttention', t('payments.attention'), [{ value: 'true', label: t('payments.onlyAttention') }]),
    choice(
      'state',
      t('payments.stateTitle'),
      paymentStates.map((value) => ({ value, label: stateName(value) })),
    ),
    choice(
      'provider',
      t('payments.providerTitle'),
      paymentProviders.map((value) => ({ value, label: providerName(value) })),
    ),
    ...(stores.length > 1 ? [choice('storeId', t('payments.store'), stores.map(named))] : []),
    { name: 'from', kind: 'day', label: t('payments.from') },
    { name: 'until', kind: 'day', label: t('payments.until') },
    { name: 'minCents', kind: 'amount', isMore: true, label: t('payments.least') },
    { name: 'maxCents', kind: 'amount', isMore: true, label: t('payments.most') },
  ]
}

function columns(stores: readonly Store[]): ListColumn<Payment>[] {
  const storeName = (id: string) => stores.find((store) => store.id === id)?.name ?? '–'
  return [
    { key: 'at', title: t('payments.at'), render: ({ createdAt }) => <InstantText at={createdAt} /> },
    {
      key: 'provider',
      title: t('payments.providerTitle'),
      render: ({ provider, mode }) => (
        <span className="rg-cell-two">
          {providerName(provider)}
          <small>{modeName(mode)}</small>
        </span>
      ),
    },
    {
      key: 'store',
      title: t('payments.store'),
      render: ({ storeId }) => storeName(storeId),
      isHidden: stores.length < 2,
    },
    { key: 'state', title: t('payments.stateTitle'), render: (payment) => <PaymentState payment={payment} /> },
    { key: 'reason', title: t('payments.reasonTitle'), render: ({ reason }) => reasonText(reason) ?? '' },
    { key: 'number', title: t('payments.providerNo'), render: ({ providerNo }) => providerNo ?? '–', isHidden: true },
    { key: 'order', title: t('payments.orderNo'), render: ({ id }) => tradeNoOf(id), isHidden: true },
    { key: 'card', title: t('payments.card'), render: ({ card }) => cardText(card) ?? '–', isHidden: true },
    {
      key: 'amount',
      title: t('payments.amount'),
      align: 'right',
      render: ({ amountCents }) => <MoneyText cents={amountCents} />,
    },
    {
      key: 'back',
      title: t('payments.back'),
      align: 'right',
      render: ({ refunds }) => {
        const cents = givenBackCents(refunds)
        return cents > 0 ? <MoneyText cents={-cents} /> : '–'
      },
    },
  ]
}

export function PaymentState({ payment }: { payment: Payment }) {
  const { text, tone } = stateOf(payment)
  return <StatusTag tone={tone}>{text}</StatusTag>
}
