import { FileTextOutlined, RollbackOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { Avatar, DayText, Facts, InstantText, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { RefundDrawer } from './refund-drawer.tsx'
import { SaleLines } from './sale-lines.tsx'
import { SaleMoney } from './sale-money.tsx'
import { SaleRefunds } from './sale-refunds.tsx'
import './cashier.css'

export type Sale = ResponseOf<typeof api.saleGet>

const saleQuery = (saleId: string) => query(api.saleGet, { saleId })

export async function loader({ params }: LoaderFunctionArgs) {
  const saleId = idParam(params, 'saleId')
  await queryClient.ensureQueryData(saleQuery(saleId))
  return { saleId }
}

/** One sale: what was sold and why at that price, how it was paid, what came back. */
export function SalePage() {
  const { saleId } = useLoaderData<typeof loader>()
  const sale = useSuspenseQuery(saleQuery(saleId)).data
  const may = useMay()
  const [isRefunding, setRefunding] = useState(false)
  const isAllBack = sale.lines.every(({ quantityMilli, refundedMilli }) => refundedMilli === quantityMilli)
  return (
    <Page
      title={sale.receiptNumber}
      badge={<RefundState sale={sale} isAllBack={isAllBack} />}
      crumbs={[{ label: t('cashier.list.title'), path: paths.sales() }]}
      lead={
        <>
          {sale.storeName} · <InstantText at={sale.happenedAt} />
          {sale.cashierName && ` · ${sale.cashierName}`}
        </>
      }
      actions={
        <>
          <Button
            icon={<FileTextOutlined />}
            href={paths.receipt({ token: sale.receiptToken })}
            target="_blank"
            rel="noopener"
          >
            {t('cashier.openReceipt')}
          </Button>
          {may('sale.sell') && !isAllBack && (
            <Button danger icon={<RollbackOutlined />} onClick={() => setRefunding(true)}>
              {t('cashier.refund.open')}
            </Button>
          )}
        </>
      }
    >
      <div className="rg-sale">
        <div className="rg-sale-main">
          <SaleLines lines={sale.lines} />
          {sale.refunds.length > 0 && <SaleRefunds sale={sale} />}
        </div>
        <div className="rg-sale-side">
          <SaleMoney sale={sale} />
          <SaleFacts sale={sale} />
        </div>
      </div>
      <RefundDrawer open={isRefunding} sale={sale} onClose={() => setRefunding(false)} />
    </Page>
  )
}

function RefundState({ sale, isAllBack }: { sale: Sale; isAllBack: boolean }) {
  if (sale.refunds.length === 0) return null
  return <StatusTag tone="warn">{t(isAllBack ? 'cashier.refundedAll' : 'cashier.refundedPart')}</StatusTag>
}

function SaleFacts({ sale }: { sale: Sale }) {
  const { memberId, memberName, businessDay, pointsEarned, note } = sale
  const reversed = sale.refunds.reduce((sum, refund) => sum + refund.pointsReversed, 0)
  return (
    <Section title={t('cashier.facts')}>
      {memberId && memberName && (
        <Link className="rg-sale-member" to={paths.member({ memberId })}>
          <Avatar name={memberName} seed={memberId} size={36} />
          <strong>{memberName}</strong>
        </Link>
      )}
      <Facts
        rows={[
          [t('cashier.businessDay'), <DayText key="day" day={businessDay} />],
          ...(memberId
            ? [
                [
                  t('cashier.points'),
                  reversed > 0 ? t('cashier.pointsKept', { earned: pointsEarned, reversed }) : pointsEarned,
                ] as const,
              ]
            : [[t('cashier.list.member'), t('cashier.list.walkIn')] as const]),
          ...(note ? [[t('cashier.note'), note] as const] : []),
        ]}
      />
    </Section>
  )
}
