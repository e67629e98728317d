import { InputNumber } from 'antd'
import type { ReactNode } from 'react'

/** A name over a control of the editor. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="rg-tiers-field">
      <span>{label}</span>
      {children}
    </div>
  )
}

type WholeInputProps = {
  label: string
  value: number
  least?: number
  most?: number
  onChange: (value: number) => void
}

/** A whole number of the editor; what cannot be read counts as the least. */
export function WholeInput({ label, value, least = 0, most = 1_000_000_000, onChange }: WholeInputProps) {
  return (
    <Labelled label={label}>
      <InputNumber
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
