import type { ReactNode } from 'react'

type SwitchRowProps = {
  title: ReactNode
  hint?: ReactNode
  isOn: boolean
  isDisabled?: boolean
  onChange: (isOn: boolean) => void
}

/** A row that says yes or no; turning it back is the same touch. */
export function SwitchRow({ title, hint, isOn, isDisabled = false, onChange }: SwitchRowProps) {
  return (
    <label className="rp-row">
      <span className="rp-row-text">
        <span className="rp-row-title">{title}</span>
        {hint !== undefined && hint !== null && <span className="rp-row-hint">{hint}</span>}
      </span>
      <input
        className="rp-switch"
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  )
}
