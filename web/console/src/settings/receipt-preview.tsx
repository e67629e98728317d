import { formatInstant, formatMoney } from '@staff/ui'
import { bpsOf, mulDivRound } from '#shared/money.ts'
import { t } from '#app/i18n.ts'

type Preview = {
  number: number
  name: string
  phone: string
  address: string
  receiptHeader: string
  receiptFooter: string
  pricesIncludeTax: boolean
  taxRateBps: number | string
}

const lines = [
  { name: 'settings.preview.first', quantity: 1, cents: 38_800 },
  { name: 'settings.preview.second', quantity: 2, cents: 12_800 },
] as const
const sumCents = 64_400

/** What a receipt of this store looks like with what stands in the fields. The cents are an example, the arithmetic is not. */
export function ReceiptPreview({ store }: { store: Preview }) {
  const rate = typeof store.taxRateBps === 'number' ? store.taxRateBps : Math.round(Number(store.taxRateBps) * 100) || 0
  const taxCents = store.pricesIncludeTax ? mulDivRound(sumCents, rate, 10_000 + rate) : bpsOf(sumCents, rate)
  const totalCents = store.pricesIncludeTax ? sumCents : sumCents + taxCents
  return (
    <div className="rg-receipt">
      <div className="rg-receipt-head">
        <strong>{store.name}</strong>
        {store.address && <span>{store.address}</span>}
        {store.phone && <span>{store.phone}</span>}
        {store.receiptHeader && <p>{store.receiptHeader}</p>}
      </div>
      <div className="rg-receipt-row rg-receipt-faint">
        <span>{`${store.number}-01-000128`}</span>
        <span>{formatInstant(new Date())}</span>
      </div>
      <hr />
      {lines.map(({ name, quantity, cents }) => (
        <div className="rg-receipt-row" key={name}>
          <span>{`${t(name)} × ${quantity}`}</span>
          <span>{formatMoney(cents * quantity)}</span>
        </div>
      ))}
      <hr />
      {rate > 0 && (
        <div className="rg-receipt-row rg-receipt-faint">
          <span>
            {t(store.pricesIncludeTax ? 'settings.preview.taxIn' : 'settings.preview.taxOn', { rate: rate / 100 })}
          </span>
          <span>{formatMoney(taxCents)}</span>
        </div>
      )}
      <div className="rg-receipt-row rg-receipt-total">
        <span>{t('settings.preview.total')}</span>
        <span>{formatMoney(totalCents)}</span>
      </div>
      {store.receiptFooter && <p className="rg-receipt-foot">{store.receiptFooter}</p>}
    </div>
  )
}
