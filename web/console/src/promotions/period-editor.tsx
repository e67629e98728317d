import { Input, Segmented } from 'antd'
import { t } from '#app/i18n.ts'
import type { LocalTime } from './local-time-rules.ts'

type MomentProps = {
  label: string
  value: LocalTime
  isRequired?: boolean
  min?: string
  onChange: (value: LocalTime) => void
}

/** A day, and a time where the day's own edge is not meant. */
function Moment({ label, value, isRequired = false, min, onChange }: MomentProps) {
  return (
    <div className="rg-terms-field">
      <span className="rg-terms-label">{label}</span>
      <span className="rg-terms-moment">
        <Input
          type="date"
          required={isRequired}
          aria-label={label}
          value={value.day}
          {...(min ? { min } : {})}
          onChange={(event) => onChange({ ...value, day: event.target.value })}
        />
        <Input
          type="time"
          disabled={value.day === ''}
          aria-label={t('promotions.field.timeOf', { label })}
          value={value.time}
          onChange={(event) => onChange({ ...value, time: event.target.value })}
        />
      </span>
    </div>
  )
}

type PeriodProps = {
  from: LocalTime
  until: LocalTime
  onChange: (period: { from: LocalTime; until: LocalTime }) => void
}

/** From when until when. Without times whole days, without an end until somebody ends it. */
export function PeriodEditor({ from, until, onChange }: PeriodProps) {
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('promotions.field.period')}</legend>
      <div className="rg-terms-row">
        <Moment
          label={t('promotions.field.from')}
          value={from}
          isRequired
          onChange={(next) => onChange({ from: next, until })}
        />
        <Moment
          label={t('promotions.field.until')}
          value={until}
          min={from.day}
          onChange={(next) => onChange({ from, until: next })}
        />
      </div>
      <small className="rg-faint">{t('promotions.field.periodHint')}</small>
    </fieldset>
  )
}

type ValidFromProps = { value: LocalTime | null; today: string; onChange: (value: LocalTime | null) => void }

/** From when a change holds: now, or a moment to come; until then what was said before. */
export function ValidFromEditor({ value, today, onChange }: ValidFromProps) {
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('promotions.field.validFrom')}</legend>
      <Segmented<'now' | 'later'>
        value={value ? 'later' : 'now'}
        options={[
          { value: 'now', label: t('promotions.field.now') },
          { value: 'later', label: t('promotions.field.later') },
        ]}
        onChange={(when) => onChange(when === 'now' ? null : { day: today, time: '' })}
      />
      {value && (
        <>
          <Moment label={t('promotions.field.validFromAt')} value={value} isRequired min={today} onChange={onChange} />
          <small className="rg-faint">{t('promotions.field.laterHint')}</small>
        </>
      )}
    </fieldset>
  )
}
