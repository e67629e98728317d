import { MoneyInput } from '@staff/ui'

type MoneyProps = { label: string; cents: number | null; onChange: (cents: number | null) => void }

/** An amount with its label above; nothing typed is null. */
export function MoneyField({ label, cents, onChange }: MoneyProps) {
  return (
    <label className="rg-terms-field">
      <span className="rg-terms-label">{label}</span>
      <MoneyInput label={label} value={cents} onChange={onChange} />
    </label>
  )
}
