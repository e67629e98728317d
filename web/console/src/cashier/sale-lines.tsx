import { formatMoney, MoneyText, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { PriceStep } from '#modules/cashier/pricing/pricing-types.ts'
import { quantityText } from '#console/till/quantity-text.ts'
import { whyThisPrice } from '#console/till/why-price.ts'
import type { Sale } from './sale-page.tsx'

type SaleLine = Sale['lines'][number]

/** What was sold. Where a price is not the list price, the steps from one to the other stand below it. */
export function SaleLines({ lines }: { lines: readonly SaleLine[] }) {
  return (
    <Section title={t('cashier.lines')}>
      <ol className="rg-sale-lines">
        {lines.map((line) => (
          <Line key={line.lineId} line={line} />
        ))}
      </ol>
    </Section>
  )
}

function Line({ line }: { line: SaleLine }) {
  const { name, itemKind, quantityMilli, refundedMilli, unitPriceCents, grossCents, netCents } = line
  const isAllBack = refundedMilli === quantityMilli
  return (
    <li className={isAllBack ? 'rg-sale-line rg-sale-line-back' : 'rg-sale-line'}>
      <div className="rg-sale-line-head">
        <strong>{name}</strong>
        <span className="rg-sale-line-net">
          {netCents !== grossCents && <del className="rg-money">{formatMoney(grossCents)}</del>}
          <MoneyText cents={netCents} strong />
        </span>
      </div>
      <div className="rg-sale-line-foot">
        <span>
          {t('cashier.perUnit', { price: formatMoney(unitPriceCents), quantity: quantityText(quantityMilli) })}
        </span>
        {itemKind !== 'product' && <StatusTag tone="info">{t(`cashier.kind.${itemKind}`)}</StatusTag>}
        {refundedMilli > 0 && (
          <StatusTag tone="warn">{t('cashier.lineRefunded', { quantity: quantityText(refundedMilli) })}</StatusTag>
        )}
      </div>
      {line.steps.length > 1 && (
        <ul className="rg-sale-why">
          {whyThisPrice({ steps: line.steps as PriceStep[] }).map(({ text, cents, isChange }, index) => (
            <li key={index}>
              <span>{text}</span>
              <MoneyText cents={cents} signed={isChange} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
