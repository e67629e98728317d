import { Segmented } from 'antd'
import { t } from '#app/i18n.ts'
import { ItemPicker } from '#console/catalog/item-picker.tsx'
import { PercentOff, Whole } from '#console/promotions/number-inputs.tsx'
import { useNames } from '#console/promotions/use-names.ts'
import type { Benefit, Terms } from './coupon-words.ts'
import { MoneyField } from './money-field.tsx'

type TermsProps = { terms: Terms; onChange: (terms: Terms) => void }

const newBenefits: Record<Benefit['kind'], Benefit> = {
  amount: { kind: 'amount', offCents: 1_000 },
  percent: { kind: 'percent', offBps: 1_000, capCents: null },
  gift: { kind: 'gift', productId: '', quantity: 1 },
}

/** What a coupon is worth, and from what amount on. */
export function WorthFields({ terms, onChange }: TermsProps) {
  const { benefit } = terms
  const set = (next: Benefit) => onChange({ ...terms, benefit: next })
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('coupons.field.worth')}</legend>
      <Segmented
        options={(['amount', 'percent', 'gift'] as const).map((kind) => ({
          value: kind,
          label: t(`coupons.kind.${kind}`),
        }))}
        value={benefit.kind}
        onChange={(kind) => set(newBenefits[kind])}
      />
      <div className="rg-terms-row">
        {benefit.kind === 'amount' && (
          <MoneyField
            label={t('coupons.field.off')}
            cents={benefit.offCents}
            onChange={(cents) => set({ ...benefit, offCents: cents ?? 0 })}
          />
        )}
        {benefit.kind === 'percent' && (
          <>
            <PercentOff value={benefit.offBps} onChange={(offBps) => set({ ...benefit, offBps })} />
            <MoneyField
              label={t('coupons.field.cap')}
              cents={benefit.capCents}
              onChange={(cents) => set({ ...benefit, capCents: cents || null })}
            />
          </>
        )}
        {benefit.kind === 'gift' && <Gift benefit={benefit} onChange={set} />}
        <MoneyField
          label={t('coupons.field.threshold')}
          cents={terms.thresholdCents}
          onChange={(cents) => onChange({ ...terms, thresholdCents: cents ?? 0 })}
        />
      </div>
    </fieldset>
  )
}

type GiftBenefit = Extract<Benefit, { kind: 'gift' }>

function Gift({ benefit, onChange }: { benefit: GiftBenefit; onChange: (benefit: Benefit) => void }) {
  const nameOf = useNames({ productIds: benefit.productId ? [benefit.productId] : [] })
  return (
    <>
      <div className="rg-terms-field">
        <span className="rg-terms-label">
          {benefit.productId ? nameOf(benefit.productId) : t('coupons.field.giftNone')}
        </span>
        <ItemPicker label={t('coupons.field.gift')} onPick={({ id }) => onChange({ ...benefit, productId: id })} />
      </div>
      <Whole
        label={t('coupons.field.quantity')}
        max={99}
        value={benefit.quantity}
        onChange={(quantity) => onChange({ ...benefit, quantity })}
      />
      <MoneyField
        label={t('coupons.field.giftPrice')}
        cents={benefit.priceCents ?? 0}
        onChange={(cents) => onChange({ ...benefit, priceCents: cents ?? 0 })}
      />
    </>
  )
}
