import { api, query, type InputOf } from '@staff/api'
import {
  DataList,
  EmptyState,
  NextStep,
  InstantText,
  MoneyText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { paymentProviders, paymentStates } from '#modules/payments/payment-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useSession, type Store } from '#app/session.ts'
import { providerName, reasonText, stateOf, type Payment } from './payment-words.ts'

type Filter = 'state' | 'provider' | 'storeId' | 'needsAttention'

/** Every payment through a provider: what came in, what is not known, what went back. */
export function PaymentListPage() {
  const { stores } = useSession()
  return (
    <Page title={t('payments.title')} lead={t('payments.lead')}>
      <DataList
        id="payments"
        label={t('payments.title')}
        source={(request) => query(api.paymentList, listRequest(request))}
        columns={columns(stores)}
        filters={filters(stores)}
        rowHref={({ id }) => paths.payment({ paymentId: id })}
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

function listRequest(
  request: { [Name in Filter | 'cursor']?: string } & { limit?: number },
): InputOf<typeof api.paymentList> {
  const state = paymentStates.find((each) => each === request.state)
  const provider = paymentProviders.find((each) => each === request.provider)
  return {
    ...(state && { state }),
    ...(provider && { provider }),
    ...(request.storeId && { storeId: request.storeId }),
    ...(request.needsAttention === 'true' && { needsAttention: true }),
    ...(request.cursor && { cursor: request.cursor }),
    ...(request.limit && { limit: request.limit }),
  }
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
    choice('needsAttention', t('payments.attention'), [{ value: 'true', label: t('payments.onlyAttention') }]),
    choice(
      'state',
      t('payments.stateTitle'),
      paymentStates.map((value) => ({ value, label: t(`payments.state.${value}`) })),
    ),
    choice(
      'provider',
      t('payments.providerTitle'),
      paymentProviders.map((value) => ({ value, label: providerName(value) })),
    ),
    ...(stores.length > 1 ? [choice('storeId', t('payments.store'), stores.map(named))] : []),
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
          <small>{t(`payments.mode.${mode}`)}</small>
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
        const cents = refunds.reduce((sum, { amountCents, state }) => sum + (state === 'failed' ? 0 : amountCents), 0)
        return cents > 0 ? <MoneyText cents={-cents} /> : '–'
      },
    },
  ]
}

export function PaymentState({ payment }: { payment: Payment }) {
  const { text, tone } = stateOf(payment)
  return <StatusTag tone={tone}>{text}</StatusTag>
}
