import { Checkbox, Form } from 'antd'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { groupedPermissions, groupTitle, permissionTitle } from '#console/staff/permission-words.ts'
import type { FieldProps } from '#console/ui/fields.tsx'
import { useFormField } from '#console/ui/form-context.ts'

/** Permissions to tick, under their headings; only what the reader may do, since nobody gives more. */
export function ScopesField({ name, label, hint }: FieldProps) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[{ required: true, type: 'array', min: 1, message: t('ui.field.required') }]}
    >
      <Scopes />
    </Form.Item>
  )
}

/** Gets `value` and `onChange` from the form. */
function Scopes({ value = [], onChange }: { value?: string[]; onChange?: (codes: string[]) => void }) {
  const may = useMay()
  const chosen = new Set(value)
  const toggle = (code: string, isOn: boolean) => {
    const next = new Set(chosen)
    if (isOn) next.add(code)
    else next.delete(code)
    onChange?.([...next])
  }
  return (
    <div className="rg-scopes">
      {groupedPermissions.map(({ group, codes }) => (
        <fieldset key={group}>
          <legend>{groupTitle(group)}</legend>
          {codes.map((code) => (
            <Checkbox
              key={code}
              disabled={!may(code)}
              checked={chosen.has(code)}
              onChange={(event) => toggle(code, event.target.checked)}
            >
              {permissionTitle(code)}
            </Checkbox>
          ))}
        </fieldset>
      ))}
    </div>
  )
}
