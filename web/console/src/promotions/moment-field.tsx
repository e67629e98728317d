import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { fieldLabel } from '#console/ui/fields.tsx'
import { useFormField } from '#console/ui/form-context.ts'
import { instantOf, localTimeOf } from './local-time-rules.ts'
import './promotions.css'

type MomentInputProps = {
  label: string
  /** An instant; null is none. Typed and shown on the store's wall clock. */
  value?: string | null
  onChange?: (value: string | null) => void
  /** Without a time the day's end is meant, not its start. */
  isEnd?: boolean
  id?: string
}

/** A day, and a time where the day's own edge is not meant. */
export function MomentInput({ label, value = null, onChange, isEnd = false, id }: MomentInputProps) {
  const { timeZone } = useStore()
  const shown = value === null ? { day: '', time: '' } : localTimeOf(new Date(value), timeZone, isEnd)
  const change = (next: typeof shown) =>
    onChange?.(next.day === '' ? null : instantOf(next, timeZone, isEnd).toISOString())
  return (
    <span className="rg-terms-moment">
      <Input
        {...(id === undefined ? {} : { id })}
        type="date"
        aria-label={label}
        value={shown.day}
        onChange={(event) => change({ ...shown, day: event.target.value })}
      />
      <Input
        type="time"
        disabled={shown.day === ''}
        aria-label={t('promotions.field.timeOf', { label })}
        value={shown.time}
        onChange={(event) => change({ ...shown, time: event.target.value })}
      />
    </span>
  )
}

/** A moment in a form, kept as an instant; left empty it is none. */
export function MomentField(props: { name: string; label: string; hint?: ReactNode; isEnd?: boolean }) {
  const { name, label, hint, isEnd = false } = props
  useFormField(name)
  return (
    <Form.Item name={name} label={fieldLabel({ label, isOptional: true })} extra={hint}>
      <MomentInput label={label} isEnd={isEnd} />
    </Form.Item>
  )
}
