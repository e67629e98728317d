import { Form, Input } from 'antd'
import { t } from '#app/i18n.ts'
import { useFormField } from '#console/ui/form-context.ts'

type KeyFieldProps = { name: string; label: string; isKept: boolean }

/** A key as it is pasted: several lines, never shown again. Left empty, the one that is there is kept. */
export function KeyField({ name, label, isKept }: KeyFieldProps) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={label}
      extra={isKept ? t('payments.accounts.kept') : undefined}
      rules={[{ required: !isKept, whitespace: true, message: t('ui.field.required') }]}
      className="rg-payment-secret"
    >
      <Input.TextArea rows={3} maxLength={8_000} autoComplete="off" spellCheck={false} />
    </Form.Item>
  )
}
