import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { formatInstant, formatMoney, Page, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { tenderWords } from './tender-words.ts'

type Receipt = ResponseOf<typeof api.myReceiptGet>['receipt']

/** One purchase as its paper would show it. */
export function ReceiptPage() {
  const { saleId = '' } = useParams()
  const { receipt, receiptToken } = useSuspenseQuery(query(api.myReceiptGet, { saleId })).data
  return (
    <Page title={t('receipts.one')} backTo={paths.receipts()}>
      <article className="rp-paper rp-receipt">
        <header>
          <p className="rp-receipt-shop">{receipt.merchantName}</p>
          <p className="rp-small">{receipt.storeName}</p>
          <p className="rp-receipt-total">{formatMoney(receipt.netCents)}</p>
          <p className="rp-small">
            {formatInstant(receipt.happenedAt, receipt.timeZone)} · {receipt.receiptNumber}
          </p>
        </header>
        <Lines receipt={receipt} />
        <Sums receipt={receipt} />
        {receipt.receiptFooter && <p className="rp-small rp-receipt-foot">{receipt.receiptFooter}</p>}
      </article>
      <Section>
        {/* The receipt's own page, as the code on paper opens it: as a file, and for an e-invoice. */}
        <a className="rp-button rp-button-plain" href={`/receipt/${receiptToken}`}>
          {t('receipts.open')}
        </a>
      </Section>
    </Page>
  )
}

function Lines({ receipt }: { receipt: Receipt }) {
  return (
    <ul className="rp-receipt-lines">
      {receipt.lines.map((line, index) => (
        <li key={index}>
          <span>
            {line.name}
            <span className="rp-row-hint">
              {' '}
              {formatMoney(line.unitPriceCents)} × {line.quantityMilli / 1000}
            </span>
          </span>
          <span className="rp-money">{formatMoney(line.netCents)}</span>
        </li>
      ))}
    </ul>
  )
}

function Sums({ receipt }: { receipt: Receipt }) {
  return (
    <dl className="rp-receipt-sums">
      {receipt.discountCents > 0 && (
        <div>
          <dt>{t('receipts.saved')}</dt>
          <dd className="rp-plus">−{formatMoney(receipt.discountCents)}</dd>
        </div>
      )}
      {receipt.tenders.map((tender, index) => (
        <div key={index}>
          <dt>{tenderWords(tender)}</dt>
          <dd>{formatMoney(tender.amountCents)}</dd>
        </div>
      ))}
      {receipt.pointsEarned > 0 && (
        <div>
          <dt>{t('receipts.earned')}</dt>
          <dd>+{receipt.pointsEarned}</dd>
        </div>
      )}
      {receipt.refunds.map((refund) => (
        <div key={refund.receiptNumber}>
          <dt>{t('receipts.refundOn', { at: formatInstant(refund.at, receipt.timeZone) })}</dt>
          <dd>−{formatMoney(refund.paidCents)}</dd>
        </div>
      ))}
    </dl>
  )
}
