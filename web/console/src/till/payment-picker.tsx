import { CheckCircleFilled } from '@ant-design/icons'
import { Segmented } from 'antd'
import { formatMoney, MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { quickAmounts } from './tender-rules.ts'
import type { TopUpPayment } from './top-up-payment-rules.ts'

const methods = ['cash', 'wechat', 'alipay', 'card'] as const

type PaymentPickerProps = {
  payment: TopUpPayment
  dueCents: number
  /** Money that a provider will be asked for: not taken on the cashier's word. */
  isAskedFor: boolean
  onPay: (payment: TopUpPayment) => void
}

/** How value is bought: one means, cash with what lies on the counter. */
export function PaymentPicker({ payment, dueCents, isAskedFor, onPay }: PaymentPickerProps) {
  if (payment.method !== 'cash' && payment.paid) {
    return (
      <p className="rg-pay-got" role="status">
        <CheckCircleFilled />
        {t('payments.resume.paid', {
          method: t(`till.method.${payment.method}`),
          amount: formatMoney(payment.paid.amountCents),
        })}
      </p>
    )
  }
  const quick = quickAmounts(dueCents)
  return (
    <section>
      <h3>{t('top-ups.sell.how')}</h3>
      <div className="rg-pay-other">
        <Segmented
          block
          size="large"
          aria-label={t('top-ups.sell.how')}
          value={payment.method}
          onChange={(method: TopUpPayment['method']) =>
            onPay(method === 'cash' ? { method, receivedCents: null } : { method })
          }
          options={methods.map((value) => ({
            value,
            label: value === 'cash' ? t('top-ups.sell.cash') : t(`till.method.${value}`),
          }))}
        />
        {isAskedFor && <p className="rg-faint">{t('payments.resume.asked')}</p>}
        {payment.method === 'cash' && dueCents > 0 && (
          <div className="rg-pay-cash">
            <MoneyInput
              value={payment.receivedCents}
              onChange={(receivedCents) => onPay({ method: 'cash', receivedCents })}
              label={t('top-ups.sell.received')}
              size="large"
            />
            {quick.length > 1 && (
              <div className="rg-pay-quick" role="group" aria-label={t('till.quickAmounts')}>
                {quick.map((cents) => (
                  <button
                    key={cents}
                    type="button"
                    aria-pressed={(payment.receivedCents ?? dueCents) === cents}
                    onClick={() => onPay({ method: 'cash', receivedCents: cents })}
                  >
                    {formatMoney(cents)}
                  </button>
                ))}
              </div>
            )}
          </div>
        )}
      </div>
    </section>
  )
}
