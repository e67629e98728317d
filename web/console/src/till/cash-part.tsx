import { CheckCircleFilled } from '@ant-design/icons'
import { useState } from 'react'
import { formatMoney, MoneyInput } from '@staff/ui'
import { isRefusal } from '#shared/refusal.ts'
import { parseMoney } from '@web/ui/money-input-rules.ts'
import { t } from '#app/i18n.ts'
import { NumberPad } from './number-pad.tsx'
import { quickAmounts, type Payment } from './tender-rules.ts'

type CashPartProps = {
  /** The coins that are still to be put down. */
  dueCents: number
  /** What the store's rounding of cash put on the sum or took off it. */
  roundedCents: number
  payment: Payment
  onChange: (payment: Payment) => void
  /** Whether it is what the dialog is about: the focus begins there, and digits stand under the finger. */
  isMain?: boolean
}

/** Cash for what the other tenders leave: typed, tapped on the pad, or one of the round sums that people put down. */
export function CashPart({ dueCents, roundedCents, payment, onChange, isMain = true }: CashPartProps) {
  const [padded, setPadded] = useState('')
  const { receivedCents } = payment
  const receive = (cents: number | null) => onChange({ ...payment, receivedCents: cents })
  if (dueCents === 0) {
    return (
      <div className="rg-pay-cash rg-pay-covered">
        <CheckCircleFilled />
        <span>
          {t('till.noCash')}
          <Rounded cents={roundedCents} />
        </span>
      </div>
    )
  }
  return (
    <div className="rg-pay-cash">
      <div className="rg-pay-cash-head">
        <span>
          {t('till.cash')}
          <Rounded cents={roundedCents} />
        </span>
        <strong className="rg-money">{formatMoney(dueCents)}</strong>
      </div>
      <MoneyInput
        value={receivedCents}
        onChange={(cents) => {
          setPadded('')
          receive(cents)
        }}
        label={t('till.cashReceived')}
        size="large"
        autoFocus={isMain}
      />
      <div className="rg-pay-quick" role="group" aria-label={t('till.quickAmounts')}>
        {quickAmounts(dueCents).map((cents) => (
          <button
            key={cents}
            type="button"
            aria-pressed={(receivedCents ?? dueCents) === cents}
            onClick={() => {
              setPadded('')
              receive(cents)
            }}
          >
            {formatMoney(cents)}
          </button>
        ))}
      </div>
      {isMain && (
        <NumberPad
          label={t('till.pad.cash')}
          hasPoint
          value={padded}
          onChange={(text) => {
            const cents = parseMoney(text)
            if (isRefusal(cents)) return
            setPadded(text)
            receive(cents)
          }}
        />
      )}
    </div>
  )
}

function Rounded({ cents }: { cents: number }) {
  return cents === 0 ? null : <small>{roundedText(cents)}</small>
}

/** What rounding the cash does to the sum, in a word beside it. */
export function roundedText(cents: number): string {
  return t('till.rounded', { amount: `${cents > 0 ? '+' : ''}${formatMoney(cents)}` })
}
