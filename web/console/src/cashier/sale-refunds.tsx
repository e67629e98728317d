import { api, hrefOf } from '@staff/api'
import { formatMoney, InstantText, MoneyText, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { PaperFileLink } from '#console/printing/paper-file-link.tsx'
import { PrintButton } from '#console/printing/print-button.tsx'
import { quantityText } from '#console/till/quantity-text.ts'
import type { Sale } from './sale-page.tsx'
import { shortBackWords } from './short-words.ts'
import { tenderName } from './tender-words.ts'

/** What came back of a sale, refund by refund: goods, money per tender, points. */
export function SaleRefunds({ sale }: { sale: Sale }) {
  const may = useMay()
  const store = useStore()
  const names = new Map(sale.lines.map(({ lineId, name }) => [lineId, name]))
  return (
    <Section title={t('cashier.refunds')}>
      <ol className="rg-refunds">
        {sale.refunds.map((refund) => (
          <li key={refund.id}>
            <div className="rg-sale-line-head">
              <strong className="rg-number">{refund.receiptNumber}</strong>
              <MoneyText cents={-refund.paidCents} strong />
            </div>
            <p className="rg-sale-line-foot">
              <InstantText at={refund.at} />
              {refund.cashierName && <span>{refund.cashierName}</span>}
              <span>{t('cashier.refundReason', { reason: refund.reason })}</span>
            </p>
            <ul className="rg-refund-lines">
              {refund.lines.map(({ lineId, quantityMilli, netCents, disposition }) => (
                <li key={lineId}>
                  <span>{`${names.get(lineId) ?? ''} × ${quantityText(quantityMilli)}`}</span>
                  <small>{t(`cashier.disposition.${disposition}`)}</small>
                  <MoneyText cents={-netCents} />
                </li>
              ))}
            </ul>
            <p className="rg-refund-ways">
              {refund.tenders.map(({ tenderId, kind, paidCents, shortUnits }) => (
                <span key={tenderId} className={`rg-tender rg-tender-${kind}`}>
                  {`${tenderName({ kind, ...paidWith(sale, tenderId) })} ${formatMoney(paidCents)}`}
                  {shortUnits > 0 && ` · ${shortBackWords({ kind, shortUnits })}`}
                </span>
              ))}
              {refund.pointsReversed > 0 && <span>{t('cashier.pointsTaken', { count: refund.pointsReversed })}</span>}
            </p>
            <div className="rg-refund-papers">
              {may('sale.sell') && refund.storeId === store.id && <PrintButton saleId={sale.id} refundId={refund.id} />}
              <PaperFileLink
                href={hrefOf(api.saleRefundFile, { saleId: sale.id, refundId: refund.id, format: 'pdf' })}
              />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** A refund's tender goes back the way it came: by which method, to which gift card. */
export function paidWith(sale: Sale, tenderId: string): { method: string | null; cardTail: string | null } {
  const tender = sale.tenders.find((each) => each.tenderId === tenderId)
  return { method: tender?.method ?? null, cardTail: tender?.cardTail ?? null }
}
