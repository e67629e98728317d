import { Form, Input } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import { currencySymbol, formatMoney } from '@web/ui/format-money.ts'
import { parseMoney, typedMoney, type MoneyLimits, type MoneyRefusal } from '@web/ui/money-input-rules.ts'
import { fieldLabel, type FieldProps } from './fields.tsx'
import { useFormField } from './form-context.ts'
import { parsedBy } from './parsed-rule.ts'

function moneySentence({ code, details }: Refusal): string {
  const most = typeof details['maxCents'] === 'number' ? formatMoney(details['maxCents']) : ''
  return t(`ui.money.${code as MoneyRefusal}`, { most })
}

type MoneyInputProps = MoneyLimits & {
  /** Whole cents, or null where nothing (or nothing readable) is typed. */
  value: number | null
  onChange: (cents: number | null) => void
  label: string
  autoFocus?: boolean
  size?: 'middle' | 'large'
  disabled?: boolean
}

/** An amount typed in yuan, given on in cents. What cannot be read is said under the field and kept as typed. */
export function MoneyInput({ value, onChange, label, allowNegative, maxCents, ...input }: MoneyInputProps) {
  const [typed, setTyped] = useState(value === null ? '' : typedMoney(value))
  const parsed = parseMoney(typed, { allowNegative, maxCents })
  const cents = isRefusal(parsed) ? null : parsed
  // An amount set from outside (a quick amount, a reset) replaces the text; one that the text already means does not.
  useEffect(() => {
    if (value !== cents) setTyped(value === null ? '' : typedMoney(value))
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when the value from outside changes
  }, [value])

  return (
    <div className="rg-money-input">
      <Input
        {...input}
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        prefix={currencySymbol()}
        className="rg-figure-input"
        status={isRefusal(parsed) ? 'error' : ''}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          const next = parseMoney(event.target.value, { allowNegative, maxCents })
          onChange(isRefusal(next) ? null : next)
        }}
        onBlur={() => cents !== null && setTyped(typedMoney(cents))}
      />
      {isRefusal(parsed) && (
        <span className="rg-refusal" role="alert">
          {moneySentence(parsed)}
        </span>
      )}
    </div>
  )
}

const parseAny = (typed: string) => parseMoney(typed)
const parseSigned = (typed: string) => parseMoney(typed, { allowNegative: true })
const anyRule = parsedBy(parseAny, moneySentence)
const signedRule = parsedBy(parseSigned, moneySentence)

type MoneyFieldProps = FieldProps & { allowNegative?: boolean; suffix?: ReactNode }

/** A form's amount: typed in yuan, sent in cents. Initial values are cents. */
export function MoneyField({
  name,
  label,
  hint,
  isOptional = false,
  allowNegative = false,
  ...input
}: MoneyFieldProps) {
  useFormField(name, allowNegative ? parseSigned : parseAny)
  return (
    <Form.Item
      name={name}
      label={fieldLabel({ label, isOptional })}
      extra={hint}
      getValueProps={(value: unknown) => ({ value: typeof value === 'number' ? typedMoney(value) : value })}
      rules={[{ required: !isOptional, message: t('ui.field.required') }, allowNegative ? signedRule : anyRule]}
    >
      <Input inputMode="decimal" autoComplete="off" prefix={currencySymbol()} className="rg-figure-input" {...input} />
    </Form.Item>
  )
}
