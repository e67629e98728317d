import { api, query, type InputOf, type ResponseOf } from '@staff/api'
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
import { type InvoiceState, invoiceStates } from '#modules/invoices/invoice-step-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useSession, type Store } from '#app/session.ts'
import { reasonText, stateTones } from './invoice-words.ts'

type Row = ResponseOf<typeof api.invoiceList>['items'][number]
type Filter = 'state' | 'day'

/** Every e-invoice that customers asked for: issued, on its way, failed, wanting a red letter. */
export function InvoiceListPage() {
  const { stores } = useSession()
  return (
    <Page title={t('invoices.title')} lead={t('invoices.lead')}>
      <DataList
        id="invoices"
        label={t('invoices.title')}
        source={(request) => query(api.invoiceList, listRequest(request))}
        columns={columns(stores)}
        filters={filters()}
        rowHref={({ id }) => paths.invoice({ invoiceId: id })}
        empty={
          <EmptyState
            title={t('invoices.none')}
            action={
              <NextStep to={paths.invoiceSettings()} permission="settings.edit">
                {t('invoices.connect')}
              </NextStep>
            }
          >
            {t('invoices.noneText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function listRequest(
  request: { [Name in Filter | 'cursor']?: string } & { limit?: number },
): InputOf<typeof api.invoiceList> {
  const state = invoiceStates.find((each) => each === request.state)
  return {
    ...(state && { state }),
    ...(request.day && { day: request.day }),
    ...(request.cursor && { cursor: request.cursor }),
    ...(request.limit && { limit: request.limit }),
  }
}

function filters(): ListFilter<Filter>[] {
  const options = invoiceStates.map((value) => ({ value, label: t(`invoices.state.${value}`) }))
  return [
    { name: 'state', kind: 'choice', label: t('invoices.stateTitle'), options },
    { name: 'day', kind: 'day', label: t('invoices.day') },
  ]
}

function columns(stores: readonly Store[]): ListColumn<Row>[] {
  const storeName = (id: string) => stores.find((store) => store.id === id)?.name ?? '–'
  return [
    { key: 'at', title: t('invoices.requestedAt'), render: ({ requestedAt }) => <InstantText at={requestedAt} /> },
    { key: 'receipt', title: t('invoices.receipt'), render: ({ receiptNumber }) => receiptNumber },
    {
      key: 'store',
      title: t('invoices.store'),
      render: ({ storeId }) => storeName(storeId),
      isHidden: stores.length < 2,
    },
    {
      key: 'buyer',
      title: t('invoices.buyerTypeTitle'),
      render: ({ buyerType }) => t(`invoices.buyerType.${buyerType}`),
    },
    { key: 'state', title: t('invoices.stateTitle'), render: ({ state }) => <InvoiceStateTag state={state} /> },
    { key: 'reason', title: t('invoices.reasonTitle'), render: ({ reason }) => reasonText(reason) ?? '' },
    { key: 'number', title: t('invoices.number'), render: ({ invoiceNumber }) => invoiceNumber ?? '–' },
    {
      key: 'total',
      title: t('invoices.total'),
      align: 'right',
      render: ({ totalCents }) => <MoneyText cents={totalCents} />,
    },
  ]
}

export function InvoiceStateTag({ state }: { state: InvoiceState }) {
  return <StatusTag tone={stateTones[state]}>{t(`invoices.state.${state}`)}</StatusTag>
}
