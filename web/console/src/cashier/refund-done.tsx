import { CheckCircleFilled, FileTextOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { PrintButton } from '#console/printing/print-button.tsx'
import type { RefundQuote } from './refund-drawer.tsx'
import { Sum } from './sale-money.tsx'
import type { Sale } from './sale-page.tsx'
import { paidWith } from './sale-refunds.tsx'
import { wayBack } from './way-back.ts'

type RefundDoneProps = {
  sale: Sale
  booked: { refundId: string; receiptNumber: string; paidCents: number }
  quote: RefundQuote
  onClose: () => void
}

/** The refund is booked: what to hand over now, in large figures, and where the rest went by itself. */
export function RefundDone({ sale, booked, quote, onClose }: RefundDoneProps) {
  const cashCents = quote.tenders
    .filter(({ kind }) => kind === 'cash')
    .reduce((sum, { paidCents }) => sum + paidCents, 0)
  return (
    <div className="rg-refund-done" role="status">
      <CheckCircleFilled />
      <h2>{t('cashier.refund.booked', { amount: formatMoney(booked.paidCents) })}</h2>
      <p className="rg-faint">{booked.receiptNumber}</p>
      {cashCents > 0 && (
        <p className="rg-refund-cash">
          <span>{t('cashier.refund.handOut')}</span>
          <strong className="rg-money">{formatMoney(cashCents)}</strong>
        </p>
      )}
      <dl className="rg-sums">
        {quote.tenders
          .filter(({ kind }) => kind !== 'cash')
          .map(({ tenderId, kind, paidCents }) => (
            <Sum key={tenderId} label={wayBack(kind, paidWith(sale, tenderId))}>
              {formatMoney(paidCents)}
            </Sum>
          ))}
        {quote.pointsReversed > 0 && <Sum label={t('cashier.refund.pointsBack')}>{-quote.pointsReversed}</Sum>}
      </dl>
      <div className="rg-next-buttons">
        <Button type="primary" size="large" autoFocus onClick={onClose}>
          {t('cashier.refund.close')}
        </Button>
        <PrintButton saleId={sale.id} refundId={booked.refundId} size="large" isFresh />
        <Button
          size="large"
          icon={<FileTextOutlined />}
          href={paths.receipt({ token: sale.receiptToken })}
          target="_blank"
          rel="noopener"
        >
          {t('cashier.openReceipt')}
        </Button>
      </div>
    </div>
  )
}
