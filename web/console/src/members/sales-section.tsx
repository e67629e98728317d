import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { Link } from 'react-router'
import { api, send } from '@staff/api'
import { EmptyState, InstantText, MoneyText, RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useStoreNames } from './use-store-names.ts'

/** What the member bought, newest first. */
export function SalesSection({ memberId }: { memberId: string }) {
  const storeNames = useStoreNames()
  const sales = useInfiniteQuery({
    queryKey: [api.saleList.path, { memberId }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      send(api.saleList, { memberId, limit: 20, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  if (sales.isPending) return <Skeleton active />
  if (sales.isError) return <RefusalText error={sales.error} />
  const rows = sales.data.pages.flatMap((page) => page.items)
  if (rows.length === 0) return <EmptyState title={t('members.sales.empty')}>{t('members.sales.emptyText')}</EmptyState>
  return (
    <>
      <ul className="rg-member-rows">
        {rows.map((sale) => (
          <li key={sale.id}>
            <div>
              <strong>
                <Link to={paths.sale({ saleId: sale.id })}>{sale.firstLine ?? sale.receiptNumber}</Link>
                {sale.lineCount > 1 && (
                  <span className="rg-faint"> {t('members.sales.more', { count: sale.lineCount })}</span>
                )}
              </strong>
              <span className="rg-faint">
                <InstantText at={sale.happenedAt} /> · {storeNames.get(sale.storeId) ?? '–'} · {sale.receiptNumber}
              </span>
            </div>
            <div className="rg-member-rows-figure">
              <MoneyText cents={sale.netCents} strong />
              {sale.refundedCents > 0 && (
                <StatusTag tone="warn">
                  {t('members.sales.refunded')} <MoneyText cents={sale.refundedCents} />
                </StatusTag>
              )}
            </div>
          </li>
        ))}
      </ul>
      {sales.hasNextPage && (
        <Button block loading={sales.isFetchingNextPage} onClick={() => void sales.fetchNextPage()}>
          {t('members.event.older')}
        </Button>
      )}
    </>
  )
}
