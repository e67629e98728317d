import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { formatMoney } from '@staff/ui'
import { formatInstant } from '@web/ui/format-time.ts'
import { t } from '#app/i18n.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { useSession } from '#app/session.ts'

/** The receipt of a sale that the server does not know yet, from what the till wrote down. */
export function OfflineReceipt({ sale: { receiptNumber, happenedAt, input, made } }: { sale: OfflineSale }) {
  const { merchant, stores } = useSession()
  const store = stores.find(({ id }) => id === input.storeId)
  return (
    <article className="rg-offline-receipt">
      <header>
        <strong>{merchant.name}</strong>
        <span>{store?.name}</span>
        <span className="rg-number">{receiptNumber}</span>
        <time dateTime={happenedAt}>{formatInstant(happenedAt)}</time>
      </header>
      <ul>
        {made.lines.map((line) => (
          <li key={line.lineId}>
            <span>{line.name}</span>
            <span className="rg-faint">
              {line.quantityMilli / 1000} × {formatMoney(line.unitPriceCents)}
            </span>
            <span className="rg-money">{formatMoney(line.netCents)}</span>
          </li>
        ))}
      </ul>
      <dl>
        <dt>{t('offline.total')}</dt>
        <dd className="rg-money rg-strong">{formatMoney(made.netCents)}</dd>
        {made.tenders.map((tender) => (
          <div key={tender.tenderId}>
            <dt>{t(`offline.tender.${tender.kind}`)}</dt>
            <dd className="rg-money">{formatMoney(tender.receivedCents)}</dd>
          </div>
        ))}
        {made.changeCents > 0 && (
          <div>
            <dt>{t('offline.change')}</dt>
            <dd className="rg-money">{formatMoney(made.changeCents)}</dd>
          </div>
        )}
      </dl>
      <p className="rg-faint">{t('offline.receiptNote')}</p>
      <Button block icon={<PrinterOutlined />} className="rg-no-print" onClick={() => window.print()}>
        {t('offline.print')}
      </Button>
    </article>
  )
}
