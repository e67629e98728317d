import { FileTextOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { api, hrefOf, query, type InputOf, type ResponseOf } from '@staff/api'
import { DataList, DayPresets, EmptyState, NextStep, Page, type ListFilter } from '@staff/ui'
import { isDay } from '#shared/business-day.ts'
import { isUuid } from '#shared/ids.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useSession, type Store } from '#app/session.ts'
import { memberFilter } from './member-filter.ts'
import { refundColumns, type RefundRow } from './refund-columns.tsx'
import './cashier.css'

type Choices = ResponseOf<typeof api.saleListChoices>
type RefundRequest = Omit<InputOf<typeof api.refundList>, 'cursor' | 'limit'>

const kinds = ['refund', 'exchange', 'void', 'no_receipt'] as const
const filterNames = [
  ...(['text', 'kind', 'storeId', 'deviceId', 'cashierId', 'memberId'] as const),
  ...(['approved', 'minCents', 'from', 'until'] as const),
]
type Filter = (typeof filterNames)[number]

const choicesQuery = () => ({ ...query(api.saleListChoices, {}), staleTime: 5 * 60_000 })

export async function loader() {
  await queryClient.ensureQueryData(choicesQuery())
  return null
}

/** What came back, of every kind, newest first: who did it, who approved it, and where the money went. */
export function RefundListPage() {
  const { stores } = useSession()
  const may = useMay()
  const choices = useSuspenseQuery(choicesQuery()).data
  const exportHref = (request: Given, columns: readonly string[], format: 'csv' | 'xlsx') =>
    hrefOf(api.refundExport, { ...refundRequest(request), columns: columns.join(','), format, language: language() })
  return (
    <Page title={t('cashier.refundList.title')} lead={t('cashier.refundList.lead')} actions={<DayPresets />}>
      <DataList<RefundRow, Filter>
        id="refunds"
        label={t('cashier.refundList.title')}
        source={({ cursor, limit, ...given }) =>
          query(api.refundList, { ...refundRequest(given), ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        columns={refundColumns(stores)}
        filters={refundFilters(stores, choices, may('members.read'))}
        rowHref={({ id, saleId }) => (saleId ? paths.sale({ saleId }) : paths.bareReturn({ returnId: id }))}
        {...(may('reports.export') ? { exportHref } : {})}
        empty={
          <EmptyState
            title={t('cashier.refundList.none')}
            action={
              <NextStep to={paths.sales()} permission="sale.read" icon={<FileTextOutlined />}>
                {t('cashier.refundList.openSales')}
              </NextStep>
            }
          >
            {t('cashier.refundList.noneText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

type Given = { [Name in Filter]?: string }

/** What the address holds, as the server takes it. What nobody can read filters nothing. */
function refundRequest({ text, kind, approved, minCents, from, until, ...ids }: Given): RefundRequest {
  const request: RefundRequest = {}
  for (const [name, id] of Object.entries(ids)) if (id && isUuid(id)) Object.assign(request, { [name]: id })
  const known = kinds.find((each) => each === kind)
  if (text) request.text = text.slice(0, 60)
  if (known) request.kind = known
  if (approved === 'true' || approved === 'false') request.approved = approved === 'true'
  if (minCents && /^\d{1,12}$/.test(minCents)) request.minCents = Number(minCents)
  if (from && isDay(from)) request.from = from
  if (until && isDay(until)) request.until = until
  return request
}

function refundFilters(stores: readonly Store[], choices: Choices, mayFindMembers: boolean): ListFilter<Filter>[] {
  const named = (rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }))
  const several = (name: Filter, label: string, rows: readonly { id: string; name: string }[]): ListFilter<Filter>[] =>
    rows.length > 1 ? [{ name, kind: 'choice', label, options: named(rows), isMore: name === 'deviceId' }] : []
  return [
    { name: 'text', kind: 'search', label: t('cashier.refundList.text') },
    {
      name: 'kind',
      kind: 'choice',
      label: t('cashier.refundList.kind'),
      options: kinds.map((value) => ({ value, label: t(`cashier.refundList.kinds.${value}`) })),
    },
    ...several('storeId', t('cashier.refundList.store'), stores),
    ...several('cashierId', t('cashier.refundList.cashier'), choices.people),
    {
      name: 'approved',
      kind: 'choice',
      label: t('cashier.refundList.approved'),
      options: (['true', 'false'] as const).map((value) => ({
        value,
        label: t(`cashier.refundList.approvals.${value}`),
      })),
    },
    { name: 'from', kind: 'day', label: t('cashier.list.from') },
    { name: 'until', kind: 'day', label: t('cashier.list.until') },
    ...(mayFindMembers ? [memberFilter('memberId' as const)] : []),
    ...several('deviceId', t('cashier.refundList.till'), choices.tills),
    { name: 'minCents', kind: 'amount', isMore: true, label: t('cashier.refundList.least') },
  ]
}
