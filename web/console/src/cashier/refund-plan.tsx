import { formatMoney, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { RefundQuote } from './refund-drawer.tsx'
import { Sum } from './sale-money.tsx'
import type { Sale } from './sale-page.tsx'
import { paidWith } from './sale-refunds.tsx'
import { shortBackWords } from './short-words.ts'
import { wayBack } from './way-back.ts'

type RefundPlanProps = {
  sale: Sale
  quote: RefundQuote | undefined
  error: unknown
  isWorking: boolean
  isChanged: boolean
}

/** What the refund would book, before it books anything: money per tender, points, what is left of the sale. */
export function RefundPlan({ sale, quote, error, isWorking, isChanged }: RefundPlanProps) {
  return (
    <section className="rg-plan" aria-live="polite" aria-busy={isWorking}>
      <h3>{t('cashier.refund.plan')}</h3>
      {isChanged && <p className="rg-plan-changed">{t('cashier.refund.changed')}</p>}
      <RefusalText error={error} />
      {quote ? <Plan sale={sale} quote={quote} /> : !error && <p>{t('cashier.refund.pickFirst')}</p>}
    </section>
  )
}

function Plan({ sale, quote }: { sale: Sale; quote: RefundQuote }) {
  const { tenders, paidCents, taxCents, pointsReversed, netCents, isLast } = quote
  const restCents = sale.netCents - sale.refundedCents - netCents
  return (
    <dl className="rg-sums">
      {tenders.map((tender) => (
        <Sum key={tender.tenderId} label={wayBack(tender.kind, paidWith(sale, tender.tenderId))}>
          {formatMoney(tender.paidCents)}
          {tender.shortUnits > 0 && <small className="rg-sum-note">{shortBackWords(tender)}</small>}
        </Sum>
      ))}
      <Sum label={t('cashier.refund.total')} tone="total">
        {formatMoney(paidCents)}
      </Sum>
      {taxCents > 0 && (
        <Sum label={t('cashier.refund.tax')} tone="faint">
          {formatMoney(taxCents)}
        </Sum>
      )}
      {pointsReversed > 0 && (
        <Sum label={t('cashier.refund.pointsBack')} tone="bad">
          {-pointsReversed}
        </Sum>
      )}
      <Sum label={isLast ? t('cashier.refund.last') : t('cashier.refund.rest')} tone="faint">
        {formatMoney(restCents)}
      </Sum>
    </dl>
  )
}
