import { CheckCircleFilled, FileTextOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { memo } from 'react'
import { api, query } from '@staff/api'
import { formatMoney, ModalDialog } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import type { Booked } from '#console/offline/book-sale.ts'
import { OfflineReceiptButton } from '#console/offline/offline-receipt-button.tsx'
import { EarnWhy } from '#console/points/earn-why.tsx'
import { PrintButton } from '#console/printing/print-button.tsx'
import { wayBack } from '#console/cashier/way-back.ts'
import { roundedText } from './cash-part.tsx'
import type { ReturnedTender } from './exchange-rules.ts'

export type Sold = Booked & {
  memberId: string | null
  /** What rounding the cash put on the sum or took off it. */
  roundedCents: number
  /** What came back in the same step; `changeCents` is then all the cash that is handed over. */
  exchange: {
    /** The sale whose goods came back, and its refund. */
    saleId: string
    refundId: string
    refundReceiptNumber: string
    paidCents: number
    back: readonly ReturnedTender[]
  } | null
}

/** The sale is booked: change in large figures, the receipt, and on to the next customer. */
export const SoldDialog = memo(function SoldDialog(props: { sold: Sold | null; onClose: () => void }) {
  const { sold, onClose } = props
  return (
    <ModalDialog open={sold !== null} onCancel={onClose} footer={null} width={460} destroyOnHidden>
      {sold && <SoldFacts sold={sold} onClose={onClose} />}
    </ModalDialog>
  )
})

function SoldFacts({ sold, onClose }: { sold: Sold; onClose: () => void }) {
  const sale = useQuery({ ...query(api.saleGet, { saleId: sold.saleId }), enabled: !sold.isOffline })
  const token = sale.data?.receiptToken
  const { exchange } = sold
  return (
    <div className="rg-sold">
      <CheckCircleFilled />
      <h2>
        {exchange
          ? t('till.exchange.done')
          : t('till.sold', { amount: formatMoney(sold.netCents + sold.roundedCents) })}
      </h2>
      <p className="rg-faint">
        {exchange ? `${exchange.refundReceiptNumber} → ${sold.receiptNumber}` : sold.receiptNumber}
      </p>
      {sold.roundedCents !== 0 && <p className="rg-faint">{roundedText(sold.roundedCents)}</p>}
      {sold.isOffline && <p className="rg-faint">{t('offline.soldOffline')}</p>}
      {sold.changeCents > 0 && (
        <p className="rg-sold-change">
          <span>{t(exchange ? 'till.exchange.handOut' : 'till.change')}</span>
          <strong>{formatMoney(sold.changeCents)}</strong>
        </p>
      )}
      {exchange?.back.map(({ tenderId, kind, method, cardTail, paidCents }) => (
        <p key={tenderId}>{`${wayBack(kind, { method, cardTail })} ${formatMoney(paidCents)}`}</p>
      ))}
      {sold.pointsEarned > 0 && <p>{t('till.earned', { count: sold.pointsEarned })}</p>}
      <div className="rg-next-buttons">
        <Button type="primary" size="large" autoFocus onClick={onClose}>
          {t('till.next')}
        </Button>
        {sold.isOffline ? (
          <OfflineReceiptButton saleId={sold.saleId} />
        ) : (
          <>
            <PrintButton
              saleId={sold.saleId}
              {...(exchange && { label: t('printing.receiptSlip') })}
              size="large"
              isFresh
            />
            {exchange && (
              <PrintButton
                saleId={exchange.saleId}
                refundId={exchange.refundId}
                label={t('printing.refundSlip')}
                size="large"
                isFresh
              />
            )}
            <Button
              size="large"
              icon={<FileTextOutlined />}
              disabled={!token}
              {...(token ? { href: paths.receipt({ token }), target: '_blank', rel: 'noopener' } : {})}
            >
              {t('till.receipt')}
            </Button>
          </>
        )}
      </div>
      {sale.data && sale.data.earned.length > 1 && <EarnWhy earned={sale.data.earned} />}
    </div>
  )
}
