import { Input, Segmented } from 'antd'
import { t } from '#app/i18n.ts'
import type { Discount } from '#modules/cashier/pricing/pricing-types.ts'
import type { DiscountDraft } from './discount-rules.ts'

type DiscountFieldsProps = {
  draft: DiscountDraft
  onChange: (draft: DiscountDraft) => void
  /** A pad below writes into the same text. */
  autoFocus?: boolean
}

const quickPercents = ['5', '10', '20', '50'] as const

/** A discount by hand: an amount off, or per cent off, typed or tapped. */
export function DiscountFields({ draft, onChange, autoFocus = false }: DiscountFieldsProps) {
  const { kind, typed } = draft
  const label = t(kind === 'amount' ? 'till.amountOff' : 'till.percentOff')
  return (
    <div className="rg-till-discount">
      <Segmented<Discount['kind']>
        block
        size="large"
        aria-label={t('till.discountKind')}
        value={kind}
        onChange={(next) => onChange({ kind: next, typed: '' })}
        options={[
          { value: 'rate', label: t('till.percentOff') },
          { value: 'amount', label: t('till.amountOff') },
        ]}
      />
      <Input
        size="large"
        autoFocus={autoFocus}
        autoComplete="off"
        inputMode="decimal"
        aria-label={label}
        className="rg-figure-input"
        value={typed}
        suffix={kind === 'rate' ? '%' : t('till.yuan')}
        onChange={(event) => onChange({ kind, typed: event.target.value })}
      />
      {kind === 'rate' && (
        <div className="rg-pay-quick" role="group" aria-label={t('till.quickDiscounts')}>
          {quickPercents.map((percent) => (
            <button
              key={percent}
              type="button"
              aria-pressed={typed === percent}
              onClick={() => onChange({ kind, typed: typed === percent ? '' : percent })}
            >
              {percent}%
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
