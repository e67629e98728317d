import { Form, Input } from 'antd'
import { useCallback, useMemo } from 'react'
import type { Refusal } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import { useFormField } from '#console/ui/form-context.ts'
import { parsedBy } from '#console/ui/parsed-rule.ts'
import { parseQuantity, type QuantityRefusal } from './quantity-rules.ts'

type QuantityFieldProps = {
  name: string
  label: string
  hint: string
  unit: string
  isWhole: boolean
  allowNegative: boolean
}

const sentenceOf = ({ code }: Refusal) => t(`stock.quantity.${code as QuantityRefusal}`)

/** A quantity typed in units, sent in thousandths. */
export function QuantityField({ name, label, hint, unit, isWhole, allowNegative }: QuantityFieldProps) {
  const parse = useCallback(
    (typed: string) => parseQuantity(typed, { isWhole, allowNegative }),
    [isWhole, allowNegative],
  )
  useFormField(name, parse)
  const rule = useMemo(() => parsedBy(parse, sentenceOf), [parse])
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[{ required: true, message: t('ui.field.required') }, rule]}
    >
      <Input inputMode="decimal" autoComplete="off" suffix={unit} className="rg-figure-input" />
    </Form.Item>
  )
}
