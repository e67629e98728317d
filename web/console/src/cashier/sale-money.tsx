import type { ReactNode } from 'react'
import { formatMoney, MoneyText, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Sale } from './sale-page.tsx'
import { shortWords } from './short-words.ts'
import { tenderName } from './tender-words.ts'

/** From the list price to what was kept: discounts, sum, tenders, what went back. */
export function SaleMoney({ sale }: { sale: Sale }) {
  const { grossCents, discountCents, waiverCents, netCents, taxCents, tenders, refundedCents } = sale
  return (
    <Section title={t('cashier.payment')}>
      <dl className="rg-sums">
        {discountCents !== 0 && (
          <>
            <Sum label={t('cashier.gross')}>{formatMoney(grossCents)}</Sum>
            <Sum label={t('cashier.discount')} tone="good">
              {formatMoney(-discountCents)}
            </Sum>
            {waiverCents > 0 && (
              <Sum label={t('cashier.waiver')} tone="faint">
                {formatMoney(waiverCents)}
              </Sum>
            )}
          </>
        )}
        <Sum label={t('cashier.net')} tone="total">
          {formatMoney(netCents)}
        </Sum>
        {taxCents > 0 && (
          <Sum label={t('cashier.tax')} tone="faint">
            {formatMoney(taxCents)}
          </Sum>
        )}
      </dl>
      {tenders.length === 0 ? (
        <p className="rg-faint">{t('cashier.free')}</p>
      ) : (
        <ul className="rg-sale-tenders">
          {tenders.map((tender) => (
            <Tender key={tender.tenderId} tender={tender} />
          ))}
        </ul>
      )}
      {refundedCents > 0 && (
        <dl className="rg-sums">
          <Sum label={t('cashier.refundedSum')} tone="bad">
            {formatMoney(-refundedCents)}
          </Sum>
          <Sum label={t('cashier.kept')} tone="total">
            {formatMoney(netCents - refundedCents)}
          </Sum>
        </dl>
      )}
    </Section>
  )
}

export function Sum({ label, tone, children }: { label: string; tone?: string; children: ReactNode }) {
  return (
    <div className={tone ? `rg-sum-${tone}` : undefined}>
      <dt>{label}</dt>
      <dd className="rg-money">{children}</dd>
    </div>
  )
}

function Tender({ tender }: { tender: Sale['tenders'][number] }) {
  const { kind, amountCents, receivedCents, changeCents, roundingCents } = tender
  const notes = [
    kind === 'cash' && receivedCents !== amountCents
      ? t('cashier.received', { amount: formatMoney(receivedCents) })
      : null,
    changeCents > 0 ? t('cashier.change', { amount: formatMoney(changeCents) }) : null,
    tender.shortUnits > 0 ? shortWords(tender) : null,
    roundingCents === 0 ? null : t('cashier.rounding', { amount: formatMoney(roundingCents) }),
  ].filter((note) => note !== null)
  return (
    <li>
      <span className={`rg-tender rg-tender-${kind}`}>{tenderName(tender)}</span>
      <MoneyText cents={amountCents} strong />
      {notes.length > 0 && <small>{notes.join(' · ')}</small>}
    </li>
  )
}
