import { InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

/** A name over a control of the flow's editor, and under it what it means. */
export function Labelled({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="rg-retention-field">
      <span>{label}</span>
      {children}
      {hint && <small className="rg-faint">{hint}</small>}
    </div>
  )
}

type NumberProps = {
  label: string
  value: number
  least?: number
  most: number
  hint?: string
  onChange: (value: number) => void
}

/** A whole number; what cannot be read counts as the least. */
export function Whole({ label, value, least = 0, most, hint, onChange }: NumberProps) {
  return (
    <Labelled label={label} {...(hint && { hint })}>
      <InputNumber<number>
        aria-label={label}
        value={value}
        min={least}
        max={most}
        precision={0}
        onChange={(next) => onChange(next ?? least)}
      />
    </Labelled>
  )
}

/** A share typed in per cent, given on in basis points. */
export function Percent({ label, value, hint, onChange }: Omit<NumberProps, 'least' | 'most'>) {
  return (
    <Labelled label={label} {...(hint && { hint })}>
      <InputNumber<number>
        aria-label={label}
        value={value / 100}
        min={0}
        max={100}
        precision={2}
        suffix="%"
        onChange={(typed) => onChange(Math.round((typed ?? 0) * 100))}
      />
    </Labelled>
  )
}

export type CouponChoice = { value: string; label: string }

type CouponSelectProps = {
  label: string
  value: string
  choices: readonly CouponChoice[]
  onChange: (templateId: string) => void
}

/** One of the shop's coupons. Empty until one is chosen. */
export function CouponSelect({ label, value, choices, onChange }: CouponSelectProps) {
  return (
    <Labelled label={label}>
      <Select
        aria-label={label}
        value={value || null}
        status={value ? '' : 'error'}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...choices]}
        onChange={(chosen) => chosen && onChange(chosen)}
      />
    </Labelled>
  )
}
