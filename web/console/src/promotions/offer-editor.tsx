import { Switch } from 'antd'
import { MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { AddOn, Bundle, Prices } from './goods-offers.tsx'
import { PercentOff, Whole } from './number-inputs.tsx'
import { type EditorProps, MaxTimes, Money, Steps } from './offer-fields.tsx'
import type { Offer } from './promotion-words.ts'

/** The figures of an offer, kind by kind. */
export function OfferEditor({ value, onChange }: { value: Offer; onChange: (offer: Offer) => void }) {
  switch (value.kind) {
    case 'threshold_off':
      return <ThresholdOff value={value} onChange={onChange} />
    case 'threshold_rate':
      return <ThresholdRate value={value} onChange={onChange} />
    case 'quantity_rate':
      return <QuantityRate value={value} onChange={onChange} />
    case 'nth_item':
      return (
        <div className="rg-terms-row">
          <Whole
            label={t('promotions.field.nth')}
            min={2}
            value={value.n}
            onChange={(n) => onChange({ ...value, n })}
          />
          <PercentOff value={value.offBps} onChange={(offBps) => onChange({ ...value, offBps })} />
          <MaxTimes value={value} onChange={onChange} />
        </div>
      )
    case 'bundle':
      return <Bundle value={value} onChange={onChange} />
    case 'add_on':
      return <AddOn value={value} onChange={onChange} />
    case 'item_rate':
      return <PercentOff value={value.offBps} onChange={(offBps) => onChange({ ...value, offBps })} />
    case 'item_price':
      return <Prices value={value} onChange={onChange} />
  }
}

function ThresholdOff({ value, onChange }: EditorProps<'threshold_off'>) {
  return (
    <>
      <Steps
        steps={value.steps}
        isSingle={value.isRepeating}
        next={({ thresholdCents, offCents }) => ({ thresholdCents: thresholdCents * 2, offCents: offCents * 2 + 500 })}
        onChange={(steps) => onChange({ ...value, steps })}
      >
        {(step, set) => (
          <>
            <Money
              label={t('promotions.field.threshold')}
              cents={step.thresholdCents}
              onChange={(thresholdCents) => set({ ...step, thresholdCents })}
            />
            <Money
              label={t('promotions.field.off')}
              cents={step.offCents}
              onChange={(offCents) => set({ ...step, offCents })}
            />
          </>
        )}
      </Steps>
      <div className="rg-terms-row">
        <label className="rg-terms-switch">
          <Switch
            checked={value.isRepeating}
            onChange={(isRepeating) =>
              onChange({ ...value, isRepeating, steps: isRepeating ? value.steps.slice(0, 1) : value.steps })
            }
          />
          {t('promotions.field.repeating')}
        </label>
        {value.isRepeating && <MaxTimes value={value} onChange={onChange} />}
      </div>
    </>
  )
}

function Cap({ cents, onChange }: { cents: number | null; onChange: (cents: number | null) => void }) {
  return (
    <label className="rg-terms-field">
      <span className="rg-terms-label">{t('promotions.field.cap')}</span>
      <MoneyInput label={t('promotions.field.cap')} value={cents} onChange={(typed) => onChange(typed || null)} />
    </label>
  )
}

function ThresholdRate({ value, onChange }: EditorProps<'threshold_rate'>) {
  return (
    <>
      <Steps
        steps={value.steps}
        next={({ thresholdCents, offBps }) => ({ thresholdCents: thresholdCents * 2, offBps: offBps + 500 })}
        onChange={(steps) => onChange({ ...value, steps })}
      >
        {(step, set) => (
          <>
            <Money
              label={t('promotions.field.threshold')}
              cents={step.thresholdCents}
              onChange={(thresholdCents) => set({ ...step, thresholdCents })}
            />
            <PercentOff value={step.offBps} onChange={(offBps) => set({ ...step, offBps })} />
          </>
        )}
      </Steps>
      <Cap cents={value.capCents} onChange={(capCents) => onChange({ ...value, capCents })} />
    </>
  )
}

function QuantityRate({ value, onChange }: EditorProps<'quantity_rate'>) {
  return (
    <>
      <Steps
        steps={value.steps}
        next={({ quantity, offBps }) => ({ quantity: quantity + 1, offBps: offBps + 500 })}
        onChange={(steps) => onChange({ ...value, steps })}
      >
        {(step, set) => (
          <>
            <Whole
              label={t('promotions.field.quantity')}
              value={step.quantity}
              onChange={(quantity) => set({ ...step, quantity })}
            />
            <PercentOff value={step.offBps} onChange={(offBps) => set({ ...step, offBps })} />
          </>
        )}
      </Steps>
      <Cap cents={value.capCents} onChange={(capCents) => onChange({ ...value, capCents })} />
    </>
  )
}
