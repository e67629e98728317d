import { Form, Input } from 'antd'
import { t } from '#app/i18n.ts'
import { useFormField } from '#console/ui/form-context.ts'

/** The code of an authenticator, or a recovery code in its place. */
export function CodeField({ name }: { name: string }) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={t('identity.totp.code')}
      rules={[{ required: true, message: t('identity.totp.codeRequired') }]}
    >
      <Input
        autoFocus
        autoComplete="one-time-code"
        maxLength={20}
        size="large"
        className="rg-code-input"
        placeholder="000000"
      />
    </Form.Item>
  )
}
