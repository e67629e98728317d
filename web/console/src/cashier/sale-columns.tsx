import type { ReactNode } from 'react'
import type { api, ResponseOf } from '@staff/api'
import { formatMoney, InstantText, MoneyText, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Store } from '#app/session.ts'
import { TenderTags } from './tender-tags.tsx'

export type SaleRow = ResponseOf<typeof api.saleList>['items'][number]

/** The columns of the list of sales; their keys are those of the export. */
export function saleColumns(stores: readonly Store[]): ListColumn<SaleRow>[] {
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
      render: ({ storeId }) => <Brief>{storeNames.get(storeId) ?? '–'}</Brief>,
      isHidden: stores.length < 2,
    },
    {
      key: 'till',
      title: t('cashier.list.till'),
      render: ({ tillName }) => <Brief>{tillName ?? '–'}</Brief>,
      isHidden: true,
    },
    {
      key: 'cashier',
      title: t('cashier.list.cashier'),
      render: ({ cashierName }) => <Brief>{cashierName ?? '–'}</Brief>,
      isHidden: true,
    },
    { key: 'day', title: t('cashier.businessDay'), render: ({ businessDay }) => businessDay, isHidden: true },
    {
      key: 'gross',
      title: t('cashier.gross'),
      align: 'right',
      render: ({ grossCents }) => <MoneyText cents={grossCents} />,
      isHidden: true,
    },
    {
      key: 'discount',
      title: t('cashier.discount'),
      align: 'right',
      render: ({ discountCents }) => (discountCents === 0 ? '–' : <MoneyText cents={-discountCents} />),
      isHidden: true,
    },
    {
      key: 'refunded',
      title: t('cashier.refundedSum'),
      align: 'right',
      render: ({ refundedCents }) => (refundedCents === 0 ? '–' : <MoneyText cents={-refundedCents} />),
      isHidden: true,
    },
    {
      key: 'points',
      title: t('cashier.points'),
      align: 'right',
      render: ({ pointsEarned }) => pointsEarned,
      isHidden: true,
    },
    { key: 'note', title: t('cashier.note'), render: ({ note }) => note ?? '', isHidden: true },
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
