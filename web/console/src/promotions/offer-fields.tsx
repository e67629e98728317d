import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { Whole } from './number-inputs.tsx'
import type { Offer, OfferKind } from './promotion-words.ts'

export type EditorProps<K extends OfferKind = OfferKind> = {
  value: Extract<Offer, { kind: K }>
  onChange: (offer: Offer) => void
}

type StepsProps<S> = { steps: S[]; next: (last: S) => S; onChange: (steps: S[]) => void; isSingle?: boolean }

/** Rows that can be added and taken away, one at least. */
export function Steps<S>({
  steps,
  next,
  onChange,
  isSingle = false,
  children,
}: StepsProps<S> & { children: (step: S, set: (step: S) => void) => ReactNode }) {
  return (
    <>
      {steps.map((step, index) => (
        <div key={index} className="rg-terms-row">
          {children(step, (changed) => onChange(steps.map((each, place) => (place === index ? changed : each))))}
          {steps.length > 1 && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('promotions.field.removeStep')}
              onClick={() => onChange(steps.filter((_, place) => place !== index))}
            />
          )}
        </div>
      ))}
      {!isSingle && steps.length < 10 && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...steps, next(steps.at(-1)!)])}>
          {t('promotions.field.addStep')}
        </Button>
      )}
    </>
  )
}

/** An amount with its label above; nothing typed is 0. */
export function Money({ label, cents, onChange }: { label: string; cents: number; onChange: (cents: number) => void }) {
  return (
    <label className="rg-terms-field">
      <span className="rg-terms-label">{label}</span>
      <MoneyInput label={label} value={cents} onChange={(typed) => onChange(typed ?? 0)} />
    </label>
  )
}

type MaxTimesProps = {
  value: Extract<Offer, { maxTimes: number | null }>
  onChange: (offer: Offer) => void
}

/** How often one sale has it; nothing typed: as often as it fits. */
export function MaxTimes({ value, onChange }: MaxTimesProps) {
  return (
    <Whole
      label={t('promotions.field.maxTimes')}
      value={value.maxTimes}
      placeholder={t('promotions.field.noLimit')}
      onClear={() => onChange({ ...value, maxTimes: null })}
      onChange={(maxTimes) => onChange({ ...value, maxTimes })}
    />
  )
}
