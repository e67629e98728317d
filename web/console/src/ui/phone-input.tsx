import { Input, type InputProps } from 'antd'
import { t } from '#app/i18n.ts'
import { parsePhone } from '@web/ui/phone-input-rules.ts'
import { parsedBy } from './parsed-rule.ts'

export const parsePhoneField = (typed: string) => parsePhone(typed)

export const phoneRule = parsedBy(parsePhoneField, ({ code }) =>
  t(code === 'phone_not_a_number' ? 'ui.phone.notANumber' : 'ui.phone.wrongLength'),
)

/** A phone number as it is read out: spaces, dashes and full-width digits are understood when the form is sent. */
export function PhoneInput(props: InputProps) {
  return <Input type="tel" inputMode="tel" autoComplete="off" maxLength={24} placeholder="138 0013 8000" {...props} />
}
