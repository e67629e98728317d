import { Form } from 'antd'
import { t } from '#app/i18n.ts'

const usualReasons = ['regret', 'quality', 'mistake', 'service'] as const

/** The reasons that most refunds have, for the field `reason` of the form around. */
export function QuickReasons() {
  const form = Form.useFormInstance()
  const chosen: unknown = Form.useWatch('reason', form)
  return (
    <div className="rg-pills rg-quick-reasons" role="group" aria-label={t('cashier.refund.reasons')}>
      {usualReasons.map((reason) => {
        const text = t(`cashier.refund.why.${reason}`)
        const choose = () => {
          form.setFieldValue('reason', text)
          void form.validateFields(['reason']).catch(() => undefined) // the field itself says what is wrong
        }
        return (
          <button key={reason} type="button" aria-pressed={chosen === text} onClick={choose}>
            {text}
          </button>
        )
      })}
    </div>
  )
}
