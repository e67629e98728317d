import { Link } from 'react-router'
import type { api, ResponseOf } from '@staff/api'
import { InstantText, MoneyText, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import type { Store } from '#app/session.ts'
import { TenderTags } from './tender-tags.tsx'

export type RefundRow = ResponseOf<typeof api.refundList>['items'][number]

export function refundColumns(stores: readonly Store[]): ListColumn<RefundRow>[] {
  const storeNames = new Map(stores.map(({ id, name }) => [id, name]))
  return [
    {
      key: 'number',
      title: t('cashier.refundList.number'),
      render: ({ receiptNumber }) => <span className="rg-number">{receiptNumber}</span>,
    },
    {
      key: 'time',
      title: t('cashier.refundList.time'),
      render: ({ at }) => (
        <span className="rg-brief">
          <InstantText at={at} />
        </span>
      ),
    },
    { key: 'kind', title: t('cashier.refundList.kind'), render: ({ kind }) => <KindTag kind={kind} /> },
    {
      key: 'items',
      title: t('cashier.refundList.items'),
      render: ({ firstLine, lineCount }) => (
        <span className="rg-sale-items">
          <span>{firstLine}</span>
          {lineCount > 1 && <small>{t('cashier.list.more', { count: lineCount })}</small>}
        </span>
      ),
    },
    {
      key: 'sale',
      title: t('cashier.refundList.ofSale'),
      render: ({ saleId, saleReceiptNumber }) =>
        saleId ? (
          <Link className="rg-number" to={paths.sale({ saleId })}>
            {saleReceiptNumber}
          </Link>
        ) : (
          <span className="rg-faint">{t('cashier.refundList.noSale')}</span>
        ),
    },
    {
      key: 'cashier',
      title: t('cashier.refundList.cashier'),
      render: ({ cashierName, approverName }) => (
        <span className="rg-sale-items">
          <span className="rg-brief">{cashierName ?? '–'}</span>
          {approverName && <small>{t('cashier.refundList.approvedBy', { name: approverName })}</small>}
        </span>
      ),
    },
    { key: 'reason', title: t('cashier.refundList.reason'), render: ({ reason }) => reason },
    {
      key: 'store',
      title: t('cashier.refundList.store'),
      render: ({ storeId }) => <span className="rg-brief">{storeNames.get(storeId) ?? '–'}</span>,
      isHidden: stores.length < 2,
    },
    {
      key: 'paidTo',
      title: t('cashier.refundList.paidTo'),
      render: ({ tenders }) => <TenderTags tenders={tenders} />,
      isHidden: true,
    },
    {
      key: 'member',
      title: t('cashier.refundList.member'),
      render: ({ memberName }) =>
        memberName ? (
          <span className="rg-brief">{memberName}</span>
        ) : (
          <span className="rg-faint">{t('cashier.list.walkIn')}</span>
        ),
      isHidden: true,
    },
    {
      key: 'till',
      title: t('cashier.refundList.till'),
      render: ({ tillName }) => <span className="rg-brief">{tillName ?? '–'}</span>,
      isHidden: true,
    },
    { key: 'day', title: t('cashier.refundList.day'), render: ({ businessDay }) => businessDay, isHidden: true },
    {
      key: 'points',
      title: t('cashier.refundList.points'),
      align: 'right',
      render: ({ pointsReversed }) => (pointsReversed === 0 ? '–' : pointsReversed),
      isHidden: true,
    },
    {
      key: 'amount',
      title: t('cashier.refundList.amount'),
      align: 'right',
      render: ({ paidCents }) => <MoneyText cents={-paidCents} strong />,
    },
  ]
}

/** Where nobody can look up what was paid, the eye should stop. */
export function KindTag({ kind }: Pick<RefundRow, 'kind'>) {
  return <StatusTag tone={kind === 'no_receipt' ? 'warn' : 'plain'}>{t(`cashier.refundList.kinds.${kind}`)}</StatusTag>
}
