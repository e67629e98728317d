import { ShopOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { api, query, send, type InputOf, type ResponseOf } from '@staff/api'
import {
  DataList,
  EmptyState,
  formatMoney,
  formatPhone,
  InstantText,
  MoneyText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { isDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useSession, type Store } from '#app/session.ts'
import { DayPresets } from './day-presets.tsx'
import { TenderTags } from './tender-tags.tsx'
import './cashier.css'

type SaleRow = ResponseOf<typeof api.saleList>['items'][number]
type Filter = 'receipt' | 'storeId' | 'memberId' | 'from' | 'until'

/** Every sale and what became of it, newest first. */
export function SaleListPage() {
  const { stores } = useSession()
  const may = useMay()
  return (
    <Page title={t('cashier.list.title')} lead={t('cashier.list.lead')} actions={<DayPresets />}>
      <DataList
        id="sales"
        label={t('cashier.list.title')}
        source={(request) => query(api.saleList, saleRequest(request))}
        columns={saleColumns(stores)}
        filters={saleFilters(stores, may('members.read'))}
        rowHref={({ id }) => paths.sale({ saleId: id })}
        empty={
          <EmptyState
            title={t('cashier.list.none')}
            action={
              may('sale.sell') && (
                <Link to={paths.till()}>
                  <Button type="primary" icon={<ShopOutlined />} tabIndex={-1}>
                    {t('cashier.list.openTill')}
                  </Button>
                </Link>
              )
            }
          >
            {t('cashier.list.noneText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

/** What the address holds, as the server takes it. A day that nobody can read filters nothing. */
function saleRequest(
  request: {
    [Name in Filter | 'cursor']?: string
  } & { limit?: number },
): InputOf<typeof api.saleList> {
  const { receipt, storeId, memberId, from, until, cursor, limit } = request
  return {
    ...(receipt && { receipt }),
    ...(storeId && { storeId }),
    ...(memberId && { memberId }),
    ...(from && isDay(from) && { from }),
    ...(until && isDay(until) && { until }),
    ...(cursor && { cursor }),
    ...(limit && { limit }),
  }
}

function saleFilters(stores: readonly Store[], mayFindMembers: boolean): ListFilter<Filter>[] {
  const choices = stores.map(({ id, name }) => ({ value: id, label: name }))
  return [
    { name: 'receipt', kind: 'search', label: t('cashier.list.receipt') },
    ...(stores.length > 1
      ? [{ name: 'storeId' as const, kind: 'choice' as const, label: t('cashier.list.store'), options: choices }]
      : []),
    ...(mayFindMembers
      ? [
          {
            name: 'memberId' as const,
            kind: 'record' as const,
            label: t('cashier.list.member'),
            find: findMembers,
            nameOf: async (memberId: string, signal: AbortSignal) =>
              (await send(api.memberGet, { memberId }, { signal })).name,
          },
        ]
      : []),
    { name: 'from', kind: 'day', label: t('cashier.list.from') },
    { name: 'until', kind: 'day', label: t('cashier.list.until') },
  ]
}

async function findMembers(search: string, signal: AbortSignal): Promise<{ value: string; label: string }[]> {
  const { items } = await send(api.memberList, { search, limit: 8 }, { signal })
  return items.map(({ id, name, phone, number }) => ({
    value: id,
    label: `${name} · ${phone ? formatPhone(phone) : number}`,
  }))
}

function saleColumns(stores: readonly Store[]): ListColumn<SaleRow>[] {
  const storeNames = new Map(stores.map(({ id, name }) => [id, name]))
  return [
    {
      key: 'receipt',
      title: t('cashier.list.receipt'),
      render: ({ receiptNumber }) => <span className="rg-number">{receiptNumber}</span>,
    },
    {
      key: 'time',
      title: t('cashier.list.time'),
      render: ({ happenedAt }) => (
        <Brief>
          <InstantText at={happenedAt} />
        </Brief>
      ),
    },
    { key: 'items', title: t('cashier.list.items'), render: (row) => <Items row={row} /> },
    {
      key: 'member',
      title: t('cashier.list.member'),
      render: ({ memberName }) =>
        memberName ? <Brief>{memberName}</Brief> : <span className="rg-faint">{t('cashier.list.walkIn')}</span>,
    },
    {
      key: 'paidBy',
      title: t('cashier.list.paidBy'),
      render: ({ tenders }) => <TenderTags tenders={tenders} />,
    },
    {
      key: 'store',
      title: t('cashier.list.store'),
      render: ({ storeId }) => storeNames.get(storeId) ?? '–',
      isHidden: stores.length < 2,
    },
    {
      key: 'cashier',
      title: t('cashier.list.cashier'),
      render: ({ cashierName }) => <Brief>{cashierName ?? '–'}</Brief>,
      isHidden: true,
    },
    { key: 'amount', title: t('cashier.list.amount'), align: 'right', render: (row) => <Amount row={row} /> },
  ]
}

/** Short facts stay on one line: a name or a time broken in two is read twice. */
function Brief({ children }: { children: ReactNode }) {
  return <span className="rg-brief">{children}</span>
}

/** The first line says what the sale was about; the rest is a count. */
function Items({ row: { firstLine, lineCount } }: { row: SaleRow }) {
  return (
    <span className="rg-sale-items">
      <span>{firstLine}</span>
      {lineCount > 1 && <small>{t('cashier.list.more', { count: lineCount })}</small>}
    </span>
  )
}

function Amount({ row: { netCents, refundedCents } }: { row: SaleRow }) {
  return (
    <span className="rg-sale-amount">
      <MoneyText cents={netCents} strong />
      {refundedCents > 0 && (
        <StatusTag tone="warn">
          {refundedCents === netCents
            ? t('cashier.refundedAll')
            : t('cashier.refunded', { amount: formatMoney(refundedCents) })}
        </StatusTag>
      )}
    </span>
  )
}
