import { formatPhone } from '@staff/ui'

/** A phone in groups as it is read out; a masked one as it came. */
export function PhoneText({ phone }: { phone: string | null }) {
  if (!phone) return <span className="rg-faint rg-none">–</span>
  return <span className="rg-tabular">{phone.includes('*') ? phone : formatPhone(phone)}</span>
}
