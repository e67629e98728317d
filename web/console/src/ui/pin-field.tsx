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
      <Input.OTP
        className="rg-pin"
        length={6}
        mask
        inputMode="numeric"
        formatter={(typed) => toHalfWidth(typed).replace(/\D/g, '')}
      />
    </Form.Item>
  )
}
