import { ReloadOutlined } from '@ant-design/icons'
import { Button, Form, Input, Space } from 'antd'
import { t } from '#app/i18n.ts'
import { useFormField } from '#console/ui/form-context.ts'

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen letters and digits in groups of four, easy to read out; close to 80 bits. */
function makePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const text = Array.from(bytes, (byte) => letters[byte % letters.length]).join('')
  return text.match(/.{4}/g)!.join('-')
}

const keepAsTyped = (typed: string) => typed

/** A first password, which its owner has to replace: shown in the open, because it is told to somebody. */
export function NewPasswordField({ name, label, hint }: { name: string; label: string; hint: string }) {
  useFormField(name, keepAsTyped)
  const form = Form.useFormInstance()
  return (
    <Form.Item label={label} extra={hint} required>
      <Space.Compact block>
        <Form.Item
          name={name}
          noStyle
          rules={[
            { required: true, message: t('ui.field.required') },
            { min: 8, message: t('ui.field.tooShort', { count: 8 }) },
          ]}
        >
          <Input autoComplete="off" maxLength={200} className="rg-plain-secret" aria-label={label} />
        </Form.Item>
        <Button icon={<ReloadOutlined />} onClick={() => form.setFieldValue(name, makePassword())}>
          {t('staff.password.make')}
        </Button>
      </Space.Compact>
    </Form.Item>
  )
}
