import { t } from '#app/i18n.ts'

type NumberPadProps = {
  /** The text that the keys write into. */
  value: string
  onChange: (value: string) => void
  /** Amounts and weights have a point; pieces have none. */
  hasPoint?: boolean
  label: string
}

const digits = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

/** Digits under the finger. The keyboard writes into the field itself; the pad is for those without one. */
export function NumberPad({ value, onChange, hasPoint = false, label }: NumberPadProps) {
  const press = (sign: string) => {
    if (sign === '.' && value.includes('.')) return
    onChange(value === '0' && sign !== '.' ? sign : value + sign)
  }
  return (
    <div className="rg-pad" role="group" aria-label={label}>
      {digits.map((digit) => (
        <button key={digit} type="button" onClick={() => press(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" disabled={!hasPoint} onClick={() => press('.')}>
        .
      </button>
      <button type="button" onClick={() => press('0')}>
        0
      </button>
      <button type="button" aria-label={t('till.pad.back')} onClick={() => onChange(value.slice(0, -1))}>
        <BackspaceSign />
      </button>
    </div>
  )
}

function BackspaceSign() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      aria-hidden="true"
    >
      <path d="M9 5h11v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
