import { QRCode } from 'antd'
import type { ReactNode } from 'react'
import { formatInstant, formatMoney } from '@staff/ui'
import type { api, ResponseOf } from '@staff/api'
import { t } from '#app/i18n.ts'
import { quantityText } from '#console/till/quantity-text.ts'
import { tenderName } from './tender-words.ts'

type Receipt = ResponseOf<typeof api.receiptGet>

/** The receipt as an 80 mm till roll prints it: black on paper in every colour scheme. */
export function ReceiptPaper({ receipt, url }: { receipt: Receipt; url: string }) {
  const { merchantName, storeName, receiptHeader, receiptFooter, receiptNumber, happenedAt, timeZone } = receipt
  return (
    <article className="rg-slip">
      <header className="rg-slip-head">
        <strong>{merchantName}</strong>
        {storeName !== merchantName && <span>{storeName}</span>}
        {receiptHeader && <p>{receiptHeader}</p>}
      </header>
      <div className="rg-slip-row rg-slip-faint">
        <span>{receiptNumber}</span>
        <time dateTime={happenedAt}>{formatInstant(happenedAt, timeZone)}</time>
      </div>
      <hr />
      <Lines receipt={receipt} />
      {receipt.note && <p className="rg-slip-note">{t('cashier.receipt.note', { note: receipt.note })}</p>}
      <hr />
      <Sums receipt={receipt} />
      <hr />
      <Tenders receipt={receipt} />
      {receipt.discountCents > 0 && (
        <p className="rg-slip-saved">
          {t('cashier.receipt.saved', { amount: formatMoney(receipt.discountCents, receipt.currency) })}
        </p>
      )}
      {receipt.refunds.length > 0 && <Refunds receipt={receipt} />}
      <div className="rg-slip-code">
        <QRCode
          type="svg"
          value={url}
          size={148}
          bordered={false}
          color="#1d1c19"
          bgColor="transparent"
          errorLevel="M"
          aria-label={t('cashier.receipt.qr')}
        />
        <span>{t('cashier.receipt.scan')}</span>
      </div>
      {receiptFooter && <p className="rg-slip-foot">{receiptFooter}</p>}
    </article>
  )
}

function Row({ label, children, tone }: { label: ReactNode; children: ReactNode; tone?: 'faint' | 'total' }) {
  return (
    <div className={tone ? `rg-slip-row rg-slip-${tone}` : 'rg-slip-row'}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Lines({ receipt: { lines, currency } }: { receipt: Receipt }) {
  return (
    <ol>
      {lines.map(({ name, quantityMilli, unitPriceCents, grossCents, netCents }, index) => (
        <li key={index} className="rg-slip-line">
          <span>{name}</span>
          <span className="rg-slip-row">
            <span className="rg-slip-faint">
              {`${formatMoney(unitPriceCents, currency)} × ${quantityText(quantityMilli)}`}
            </span>
            <span>
              {grossCents !== netCents && <del>{formatMoney(grossCents, currency)}</del>}
              {formatMoney(netCents, currency)}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}

function Sums({ receipt }: { receipt: Receipt }) {
  const { grossCents, discountCents, netCents, taxCents, currency } = receipt
  return (
    <dl>
      {discountCents > 0 && (
        <>
          <Row label={t('cashier.receipt.items')}>{formatMoney(grossCents, currency)}</Row>
          <Row label={t('cashier.receipt.discount')}>{formatMoney(-discountCents, currency)}</Row>
        </>
      )}
      <Row label={t('cashier.receipt.net')} tone="total">
        {formatMoney(netCents, currency)}
      </Row>
      {taxCents > 0 && (
        <Row label={t('cashier.receipt.tax')} tone="faint">
          {formatMoney(taxCents, currency)}
        </Row>
      )}
    </dl>
  )
}

function Tenders({ receipt }: { receipt: Receipt }) {
  const { tenders, changeCents, pointsEarned, earned, currency } = receipt
  return (
    <dl>
      {tenders.map((tender) => (
        <Row key={tender.tenderId} label={tenderName(tender)}>
          {formatMoney(tender.amountCents, currency)}
        </Row>
      ))}
      {changeCents > 0 && (
        <>
          <Row label={t('cashier.receipt.received')} tone="faint">
            {formatMoney(receivedIn(tenders), currency)}
          </Row>
          <Row label={t('cashier.receipt.change')} tone="faint">
            {formatMoney(changeCents, currency)}
          </Row>
        </>
      )}
      {pointsEarned > 0 && <Row label={t('cashier.receipt.points')}>{`+${pointsEarned}`}</Row>}
      {earned.length > 1 &&
        earned.map((part) => (
          <Row key={part.campaignId ?? 'base'} label={part.name ?? t('campaigns.why.baseName')} tone="faint">
            {`+${part.points}`}
          </Row>
        ))}
    </dl>
  )
}

/** Cash alone is ever more than what it pays. */
function receivedIn(tenders: Receipt['tenders']): number {
  return tenders.filter(({ kind }) => kind === 'cash').reduce((sum, { receivedCents }) => sum + receivedCents, 0)
}

function Refunds({ receipt: { refunds, netCents, currency, timeZone } }: { receipt: Receipt }) {
  const backCents = refunds.reduce((sum, { paidCents }) => sum + paidCents, 0)
  const pointsBack = refunds.reduce((sum, { pointsReversed }) => sum + pointsReversed, 0)
  return (
    <>
      <hr />
      <dl>
        {refunds.map(({ receiptNumber, at, paidCents }) => (
          <Row
            key={receiptNumber}
            label={
              <>
                {t('cashier.receipt.refundOf', { number: receiptNumber })}
                <small>{formatInstant(at, timeZone)}</small>
              </>
            }
          >
            {formatMoney(-paidCents, currency)}
          </Row>
        ))}
        {pointsBack > 0 && <Row label={t('cashier.receipt.pointsBack')}>{`-${pointsBack}`}</Row>}
        <Row label={t('cashier.receipt.kept')} tone="total">
          {formatMoney(netCents - backCents, currency)}
        </Row>
      </dl>
    </>
  )
}
