import { Input } from 'antd'
import { t } from '#app/i18n.ts'

/** Why, for the list of issues and the audit log. */
export function Reason({ reason, onChange }: { reason: string; onChange: (reason: string) => void }) {
  return (
    <label className="rg-terms-field">
      <span className="rg-terms-label">{t('coupons.issues.reason')}</span>
      <Input value={reason} maxLength={200} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}
