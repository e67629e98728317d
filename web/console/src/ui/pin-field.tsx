import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#app/i18n.ts'
import { toHalfWidth } from '@web/ui/typed-text.ts'
import { useFormField } from './form-context.ts'

/** Six digits, one box each, hidden as they are typed. */
export function PinField({ name, label }: { name: string; label: ReactNode }) {
  useFormField(name)
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('ui.field.required') }]}>
      <PinBoxes />
    </Form.Item>
  )
}

/** Takes only what it needs of the form's props: a group of boxes may not carry `aria-required`. */
function PinBoxes({ id, value, onChange }: { id?: string; value?: string; onChange?: (pin: string) => void }) {
  return (
    <Input.OTP
      {...(id && { id })}
      {...(value !== undefined && { value })}
      {...(onChange && { onChange })}
      className="rg-pin"
      length={6}
      mask
      inputMode="numeric"
      formatter={(typed) => toHalfWidth(typed).replace(/\D/g, '')}
    />
  )
}
