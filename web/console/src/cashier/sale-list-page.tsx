import { ShopOutlined } from '@ant-design/icons'
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
import { type SaleRow, saleColumns } from './sale-columns.tsx'
import { tenderName } from './tender-words.ts'
import './cashier.css'

type Choices = ResponseOf<typeof api.saleListChoices>
type SaleRequest = Omit<InputOf<typeof api.saleList>, 'cursor' | 'limit'>

const filterNames = [
  'text',
  'storeId',
  'deviceId',
  'cashierId',
  'memberId',
  'tender',
  'discount',
  'refunded',
  'minCents',
  'maxCents',
  'from',
  'until',
] as const
type Filter = (typeof filterNames)[number]

const choicesQuery = () => ({ ...query(api.saleListChoices, {}), staleTime: 5 * 60_000 })

export async function loader() {
  await queryClient.ensureQueryData(choicesQuery())
  return null
}

/** Every sale and what became of it, newest first: narrowed in every way, kept in the address, exported as it is shown. */
export function SaleListPage() {
  const { stores } = useSession()
  const may = useMay()
  const choices = useSuspenseQuery(choicesQuery()).data
  const exportHref = (request: Given, columns: readonly string[], format: 'csv' | 'xlsx') =>
    hrefOf(api.saleExport, { ...saleRequest(request), columns: columns.join(','), format, language: language() })
  return (
    <Page title={t('cashier.list.title')} lead={t('cashier.list.lead')} actions={<DayPresets />}>
      <DataList<SaleRow, Filter>
        id="sales"
        label={t('cashier.list.title')}
        source={({ cursor, limit, ...given }) =>
          query(api.saleList, { ...saleRequest(given), ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        columns={saleColumns(stores)}
        filters={saleFilters(stores, choices, may('members.read'))}
        rowHref={({ id }) => paths.sale({ saleId: id })}
        {...(may('reports.export') ? { exportHref } : {})}
        empty={
          <EmptyState
            title={t('cashier.list.none')}
            action={
              <NextStep to={paths.till()} permission="sale.sell" icon={<ShopOutlined />}>
                {t('cashier.list.openTill')}
              </NextStep>
            }
          >
            {t('cashier.list.noneText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

type Given = { [Name in Filter]?: string }

/** What the address holds, as the server takes it. What nobody can read filters nothing. */
function saleRequest({
  from,
  until,
  minCents,
  maxCents,
  discount,
  refunded,
  text,
  tender,
  ...ids
}: Given): SaleRequest {
  const request: SaleRequest = {}
  for (const [name, id] of Object.entries(ids)) if (id && isUuid(id)) Object.assign(request, { [name]: id })
  if (text) request.text = text.slice(0, 60)
  if (tender && /^[a-z_]{1,40}$/.test(tender)) request.tender = tender
  if (from && isDay(from)) request.from = from
  if (until && isDay(until)) request.until = until
  if (minCents && /^\d{1,12}$/.test(minCents)) request.minCents = Number(minCents)
  if (maxCents && /^\d{1,12}$/.test(maxCents)) request.maxCents = Number(maxCents)
  const discounts = discountChoices.find((each) => each === discount)
  if (discounts) request.discount = discounts
  const refunds = refundChoices.find((each) => each === refunded)
  if (refunds) request.refunded = refunds
  return request
}

const discountChoices = ['any', 'by_hand', 'waiver', 'none'] as const
const refundChoices = ['none', 'some', 'all'] as const

function saleFilters(stores: readonly Store[], choices: Choices, mayFindMembers: boolean): ListFilter<Filter>[] {
  const { tills, people, tenders } = choices
  const named = (rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }))
  const several = (name: Filter, label: string, rows: readonly { id: string; name: string }[]): ListFilter<Filter>[] =>
    rows.length > 1 ? [{ name, kind: 'choice', label, options: named(rows), isMore: name !== 'storeId' }] : []
  return [
    { name: 'text', kind: 'search', label: t('cashier.list.text') },
    ...several('storeId', t('cashier.list.store'), stores),
    ...(mayFindMembers ? [memberFilter('memberId' as const)] : []),
    {
      name: 'tender',
      kind: 'choice',
      label: t('cashier.list.paidBy'),
      options: tenders.map((tender) => ({ value: tender, label: tenderOf(tender) })),
    },
    { name: 'from', kind: 'day', label: t('cashier.list.from') },
    { name: 'until', kind: 'day', label: t('cashier.list.until') },
    ...several('cashierId', t('cashier.list.cashier'), people),
    ...several('deviceId', t('cashier.list.till'), tills),
    {
      name: 'discount',
      kind: 'choice',
      isMore: true,
      label: t('cashier.list.discount'),
      options: discountChoices.map((value) => ({ value, label: t(`cashier.list.discounts.${value}`) })),
    },
    {
      name: 'refunded',
      kind: 'choice',
      isMore: true,
      label: t('cashier.list.refunded'),
      options: refundChoices.map((value) => ({ value, label: t(`cashier.list.refunds.${value}`) })),
    },
    { name: 'minCents', kind: 'amount', isMore: true, label: t('cashier.list.least') },
    { name: 'maxCents', kind: 'amount', isMore: true, label: t('cashier.list.most') },
  ]
}

/** A kind (cash) or a method (wechat): both are ways of paying to whoever looks for one. */
function tenderOf(tender: string): string {
  const isKind = tender === 'cash' || tender === 'stored_value' || tender === 'points' || tender === 'gift_card'
  return tenderName(isKind ? { kind: tender, method: null } : { kind: 'other', method: tender })
}
