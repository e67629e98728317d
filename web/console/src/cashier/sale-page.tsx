import { FileTextOutlined, RollbackOutlined, StopOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useLoaderData, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { api, hrefOf, query, type ResponseOf } from '@staff/api'
import { Avatar, DayText, Facts, InstantText, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { EarnWhy } from '#console/points/earn-why.tsx'
import { PaperFileLink } from '#console/printing/paper-file-link.tsx'
import { PrintButton } from '#console/printing/print-button.tsx'
import { tillShiftQuery } from '#console/shifts/shift-data.ts'
import { businessDay } from '#shared/business-day.ts'
import { isUuid } from '#shared/ids.ts'
import { PassChangeDrawer } from './pass-change-drawer.tsx'
import { RefundDrawer, type GivingBack } from './refund-drawer.tsx'
import { SaleInvoicing } from './sale-invoicing.tsx'
import { SaleLines } from './sale-lines.tsx'
import { SaleMoney } from './sale-money.tsx'
import { SaleRefunds } from './sale-refunds.tsx'
import { isVoidable } from './void-rules.ts'
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
  const store = useStore()
  const may = useMay()
  const [givingBack, setGivingBack] = useState<GivingBack | null>(null)
  const mayVoid = useVoidable(sale)
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
          {/* The printer of this store: another store's paper comes out there. */}
          {may('sale.sell') && sale.storeId === store.id && <PrintButton saleId={sale.id} />}
          <PaperFileLink href={hrefOf(api.saleReceiptFile, { saleId, format: 'pdf' })} />
          <Button
            icon={<FileTextOutlined />}
            href={paths.receipt({ token: sale.receiptToken })}
            target="_blank"
            rel="noopener"
          >
            {t('cashier.openReceipt')}
          </Button>
          {may('sale.sell') && mayVoid && (
            <Button danger icon={<StopOutlined />} onClick={() => setGivingBack('void')}>
              {t('cashier.refund.void')}
            </Button>
          )}
          {may('sale.sell') && !isAllBack && (
            <Button danger icon={<RollbackOutlined />} onClick={() => setGivingBack('refund')}>
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
          {sale.earned.length > 0 && <SaleEarned sale={sale} />}
          <SaleInvoicing sale={sale} />
        </div>
      </div>
      <RefundDrawer kind={givingBack} sale={sale} onClose={() => setGivingBack(null)} />
      {may('sale.sell') && !isAllBack && <Changing sale={sale} />}
    </Page>
  )
}

/** Opened from the page of a pass that goes for another plan (`change`, and the plan in `to`). */
function Changing({ sale }: { sale: Sale }) {
  const [search, setSearch] = useSearchParams()
  const asked = (name: string) => {
    const id = search.get(name)
    return id && isUuid(id) ? id : null
  }
  const close = () => setSearch({}, { replace: true })
  return <PassChangeDrawer sale={sale} passId={asked('change')} planId={asked('to')} onClose={close} />
}

function RefundState({ sale, isAllBack }: { sale: Sale; isAllBack: boolean }) {
  if (sale.refunds.length === 0) return null
  if (sale.refunds.some(({ kind }) => kind === 'void')) return <StatusTag tone="warn">{t('cashier.voided')}</StatusTag>
  return <StatusTag tone="warn">{t(isAllBack ? 'cashier.refundedAll' : 'cashier.refundedPart')}</StatusTag>
}

/** Whether this sale can be voided from here: at a till its open shift counts, in another browser none. */
function useVoidable(sale: Sale): boolean {
  const store = useStore()
  const may = useMay()
  const answer = useQuery({ ...tillShiftQuery(sale.storeId), enabled: store.id === sale.storeId && may('sale.sell') })
  if (!answer.data) return false
  const today = businessDay(new Date(), store.timeZone, store.cutoffHour)
  return isVoidable(sale, { shiftId: answer.data.shift?.id ?? null, today })
}

function SaleEarned({ sale }: { sale: Sale }) {
  const names = new Map(sale.lines.map(({ lineId, name }) => [lineId, name]))
  return (
    <Section title={t('campaigns.why.title')}>
      <EarnWhy earned={sale.earned} nameOf={(lineId) => names.get(lineId) ?? ''} />
    </Section>
  )
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
