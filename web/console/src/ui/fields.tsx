import { Form, Input, Select, Switch } from 'antd'
import type { ReactNode } from 'react'
import { refuse } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import { toHalfWidth } from '@web/ui/typed-text.ts'
import { useFormField } from './form-context.ts'
import { PhoneInput, parsePhoneField, phoneRule } from './phone-input.tsx'
import { parsedBy } from './parsed-rule.ts'

export type FieldProps = {
  name: string
  label: ReactNode
  /** Under the field: what it is for, with an example. */
  hint?: ReactNode
  isOptional?: boolean
  autoFocus?: boolean
  disabled?: boolean
}

/** The label of a field; optional ones say so, since most are not. */
export function fieldLabel({ label, isOptional }: Pick<FieldProps, 'label' | 'isOptional'>): ReactNode {
  if (!isOptional) return label
  return (
    <>
      {label}
      <span className="rg-optional">{t('ui.field.optional')}</span>
    </>
  )
}

type TextFieldProps = FieldProps & {
  placeholder?: string
  maxLength?: number
  autoComplete?: string
  prefix?: ReactNode
  type?: 'text' | 'date'
}

export function TextField({
  name,
  hint,
  isOptional = false,
  maxLength = 200,
  autoComplete = 'off',
  ...rest
}: TextFieldProps) {
  useFormField(name)
  const { label, ...input } = rest
  return (
    <Form.Item
      name={name}
      label={fieldLabel({ label, isOptional })}
      extra={hint}
      rules={[{ required: !isOptional, whitespace: true, message: t('ui.field.required') }]}
    >
      <Input maxLength={maxLength} autoComplete={autoComplete} {...input} />
    </Form.Item>
  )
}

type PasswordFieldProps = FieldProps & { autoComplete: 'current-password' | 'new-password'; minLength?: number }

export function PasswordField({ name, label, hint, autoComplete, minLength = 1, ...input }: PasswordFieldProps) {
  useFormField(name, keepAsTyped)
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[
        { required: true, message: t('ui.field.required') },
        { min: minLength, message: t('ui.field.tooShort', { count: minLength }) },
      ]}
    >
      <Input.Password autoComplete={autoComplete} maxLength={200} {...input} />
    </Form.Item>
  )
}

/** A password may begin or end with a space: it is never trimmed. */
const keepAsTyped = (typed: string) => typed

/** Why something out of the ordinary is done; it stands in the audit log. */
export function ReasonField({ name, label, hint, isOptional = false, ...input }: FieldProps) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={fieldLabel({ label, isOptional })}
      extra={hint}
      rules={[{ required: !isOptional, whitespace: true, message: t('ui.field.reasonRequired') }]}
    >
      {/* Grows by CSS: `autoSize` writes a style attribute, which the content security policy blocks. */}
      <Input.TextArea rows={2} maxLength={500} className="rg-growing" {...input} />
    </Form.Item>
  )
}

export function PhoneField({ name, label, hint, isOptional = false, ...input }: FieldProps) {
  useFormField(name, parsePhoneField)
  return (
    <Form.Item
      name={name}
      label={fieldLabel({ label, isOptional })}
      extra={hint}
      validateTrigger="onBlur"
      // Missing it is said when the form is sent: whoever only comes by has done nothing wrong.
      rules={[
        { required: !isOptional, whitespace: true, message: t('ui.field.required'), validateTrigger: [] },
        phoneRule,
      ]}
    >
      <PhoneInput {...input} />
    </Form.Item>
  )
}

type SelectFieldProps = FieldProps & {
  options: { value: string; label: string }[]
  placeholder?: string
  search?: boolean
}

export function SelectField({ name, label, hint, isOptional = false, search = false, ...select }: SelectFieldProps) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={fieldLabel({ label, isOptional })}
      extra={hint}
      rules={[{ required: !isOptional, message: t('ui.field.required') }]}
    >
      <Select allowClear={isOptional} {...(search && { showSearch: { optionFilterProp: 'label' } })} {...select} />
    </Form.Item>
  )
}

export function SwitchField({ name, label, hint, disabled = false }: FieldProps) {
  useFormField(name)
  return (
    <Form.Item name={name} label={label} extra={hint} valuePropName="checked">
      <Switch disabled={disabled} />
    </Form.Item>
  )
}

const parseWholeNumber = (typed: string) => {
  const text = toHalfWidth(typed).replace(/[\s,]/g, '')
  if (text === '') return null
  if (!/^-?\d+$/.test(text)) return refuse('not_whole')
  return Number.isSafeInteger(Number(text)) ? Number(text) : refuse('too_large')
}

const wholeNumberRule = parsedBy(parseWholeNumber, () => t('ui.field.notWhole'))

/** A count, days, points: typed as text, sent as a whole number. */
export function WholeNumberField({
  name,
  label,
  hint,
  isOptional = false,
  unit,
  ...input
}: FieldProps & { unit?: string }) {
  useFormField(name, parseWholeNumber)
  return (
    <Form.Item
      name={name}
      label={fieldLabel({ label, isOptional })}
      extra={hint}
      getValueProps={(value: unknown) => ({ value: typeof value === 'number' ? String(value) : value })}
      rules={[{ required: !isOptional, message: t('ui.field.required') }, wholeNumberRule]}
    >
      <Input inputMode="numeric" autoComplete="off" suffix={unit} className="rg-figure-input" {...input} />
    </Form.Item>
  )
}
