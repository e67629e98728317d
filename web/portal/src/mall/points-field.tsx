import { t } from '#portal/app/i18n.ts'

/** How many points: digits alone. */
export function PointsField({ value, onChange }: { value: string; onChange: (digits: string) => void }) {
  return (
    <input
      className="rp-input"
      inputMode="numeric"
      aria-label={t('mall.howMany')}
      placeholder={t('mall.howMany')}
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/\D/g, ''))}
    />
  )
}
