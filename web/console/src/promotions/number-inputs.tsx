import { InputNumber } from 'antd'
import { t } from '#app/i18n.ts'

type WholeProps = {
  label: string
  value: number | null
  onChange: (value: number) => void
  /** Given where nothing typed means no limit. */
  onClear?: () => void
  min?: number
  max?: number
  placeholder?: string
}

/** A whole number with its label above. */
export function Whole({ label, value, onChange, onClear, min = 1, max = 100_000_000, placeholder }: WholeProps) {
  return (
    <label className="rg-terms-field">
      <span className="rg-terms-label">{label}</span>
      <InputNumber<number>
        min={min}
        max={max}
        precision={0}
        value={value}
        {...(placeholder && { placeholder })}
        onChange={(typed) => (typed === null ? onClear?.() : onChange(typed))}
      />
    </label>
  )
}

/** A rate off, typed in per cent: 12 means 8.8 折. */
export function PercentOff({ value, onChange }: { value: number; onChange: (offBps: number) => void }) {
  return (
    <label className="rg-terms-field">
      <span className="rg-terms-label">{t('promotions.field.percentOff')}</span>
      <InputNumber<number>
        min={0.01}
        max={100}
        precision={2}
        suffix="%"
        value={value / 100}
        onChange={(percent) => percent !== null && onChange(Math.round(percent * 100))}
      />
    </label>
  )
}
