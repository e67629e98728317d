import { t } from '#app/i18n.ts'
import { CashPart } from './cash-part.tsx'
import { type TenderChoice, TenderPicker } from './tender-picker.tsx'
import { TenderRows } from './tender-rows.tsx'
import { cashDueCents, type Payment } from './tender-rules.ts'
import { useDialogKeys } from './till-keys.ts'

type PaymentPickerProps = {
  payment: Payment
  dueCents: number
  choices: readonly TenderChoice[]
  onPay: (payment: Payment) => void
}

/** How prepaid value is bought: as at the end of a sale by any number of means, and cash for what they leave. */
export function PaymentPicker({ payment, dueCents, choices, onPay }: PaymentPickerProps) {
  useDialogKeys(Object.fromEntries(choices.map(({ key, choose, isPossible }) => [key, () => isPossible && choose()])))
  const cashCents = cashDueCents(dueCents, payment)
  return (
    <section className="rg-pay">
      <h3>{t('top-ups.sell.how')}</h3>
      <TenderPicker choices={choices} />
      <TenderRows payment={payment} netCents={dueCents} storedCents={0} points={0} rule={null} onChange={onPay} />
      {cashCents > 0 && (
        <CashPart dueCents={cashCents} roundedCents={0} payment={payment} onChange={onPay} isMain={false} />
      )}
    </section>
  )
}
