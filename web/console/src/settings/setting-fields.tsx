import { Form, Input, Select } from 'antd'
import { useMemo } from 'react'
import { refuse } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import { fieldLabel, type FieldProps } from '#console/ui/fields.tsx'
import { useFormField } from '#console/ui/form-context.ts'
import { parsedBy } from '#console/ui/parsed-rule.ts'
import { toHalfWidth } from '@web/ui/typed-text.ts'

/** A few lines of text, as they will be printed. */
export function LinesField({ name, label, hint, rows = 3, ...input }: FieldProps & { rows?: number }) {
  useFormField(name)
  return (
    <Form.Item name={name} label={fieldLabel({ label, isOptional: true })} extra={hint}>
      <Input.TextArea rows={rows} maxLength={400} className="rg-growing" {...input} />
    </Form.Item>
  )
}

const parsePercent = (typed: string) => {
  const text = toHalfWidth(typed).replace(/[\s%％]/g, '')
  if (text === '') return 0
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return refuse('not_percent')
  const bps = Math.round(Number(text) * 100)
  return bps <= 10_000 ? bps : refuse('not_percent')
}
const percentRule = parsedBy(parsePercent, () => t('settings.store.taxRateWrong'))

/** A rate typed in percent and sent in basis points. */
export function PercentField({ name, label, hint, ...input }: FieldProps) {
  useFormField(name, parsePercent)
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[percentRule]}
      getValueProps={(value: unknown) => ({ value: typeof value === 'number' ? String(value / 100) : value })}
    >
      <Input inputMode="decimal" autoComplete="off" suffix="%" className="rg-figure-input" {...input} />
    </Form.Item>
  )
}

/** The zones of the world, by name, with their distance from UTC today. */
export function TimeZoneField({ name, label, hint }: FieldProps) {
  useFormField(name)
  const options = useMemo(() => zoneOptions(), [])
  return (
    <Form.Item name={name} label={label} extra={hint} rules={[{ required: true, message: t('ui.field.required') }]}>
      <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
    </Form.Item>
  )
}

function zoneOptions() {
  const distanceOf = (timeZone: string) =>
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
      .formatToParts()
      .find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return Intl.supportedValuesOf('timeZone').map((zone) => ({
    value: zone,
    label: `${zone.replaceAll('_', ' ')} (${distanceOf(zone)})`,
  }))
}

type ChoicesFieldProps = FieldProps & { options: { value: string; label: string }[]; placeholder?: string }

/** Several of a few. */
export function ChoicesField({ name, label, hint, isOptional = false, ...select }: ChoicesFieldProps) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[{ required: !isOptional, type: 'array', min: isOptional ? 0 : 1, message: t('ui.field.required') }]}
    >
      <Select mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} {...select} />
    </Form.Item>
  )
}
