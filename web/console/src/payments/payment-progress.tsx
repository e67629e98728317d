import {
  CheckCircleFilled,
  CloseCircleFilled,
  LoadingOutlined,
  QuestionCircleFilled,
  type WechatOutlined,
} from '@ant-design/icons'
import { QRCode } from 'antd'
import { useEffect, useEffectEvent } from 'react'
import { api, useCommand } from '@staff/api'
import { formatMoney, RefusalText } from '@staff/ui'
import { type AskedMoney, useShowAsked } from '#console/display/asked-money.ts'
import { t } from '#app/i18n.ts'
import type { PaidThrough } from './pay-with-code.tsx'
import { providerName, reasonText, stateName, stateOf, type Payment } from './payment-words.ts'
import { usePayment, useSecondsUntil } from './use-payment.ts'

type PaymentProgressProps = {
  paymentId: string
  onPaid: (payment: PaidThrough) => void
  /** Start another: only once this one is over or given up. */
  onAgain: () => void
  onClose: () => void
}

/** What happens to a payment, second by second, in words; what is not known is said so. */
export function PaymentProgress({ paymentId, onPaid, onAgain, onClose }: PaymentProgressProps) {
  const payment = usePayment(paymentId)
  const cancel = useCommand(api.paymentCancel, { changes: [api.paymentGet] })
  const ask = useCommand(api.paymentAsk, { changes: [api.paymentGet] })
  const isUsable = payment?.state === 'confirmed' && !payment.isLate && payment.refunds.length === 0
  const tell = useEffectEvent(onPaid)
  useEffect(() => {
    if (isUsable && payment) tell(payment)
  }, [isUsable, payment])
  useShowAsked(payment ? askedOf(payment) : null)
  if (!payment) return <Face icon={LoadingOutlined} tone="info" title={t('payments.pay.sending')} />
  const isOver = payment.state === 'failed' || payment.state === 'cancelled' || payment.isLate
  const isGivenUp = payment.cancelAskedAt !== null
  return (
    <div className="rg-paycode">
      <p className="rg-paycode-due">
        <span>{providerName(payment.provider)}</span>
        <strong>{formatMoney(payment.amountCents)}</strong>
      </p>
      {payment.qrText && !isGivenUp && (
        <div className="rg-paycode-qr">
          <QRCode
            type="svg"
            value={payment.qrText}
            size={220}
            color="#1d1c19"
            bgColor="#ffffff"
            aria-label={t('payments.pay.qrLabel')}
          />
        </div>
      )}
      <ProgressFace payment={payment} />
      <RefusalText error={cancel.error ?? ask.error} />
      <div className="rg-paycode-buttons">
        {!isOver && !isUsable && !isGivenUp && (
          <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate({ paymentId })}>
            {t('payments.pay.cancel')}
          </button>
        )}
        {payment.state === 'unknown' && (
          <button type="button" disabled={ask.isPending} onClick={() => ask.mutate({ paymentId })}>
            {t('payments.pay.ask')}
          </button>
        )}
        {(isOver || (isGivenUp && payment.state !== 'confirmed')) && (
          <>
            <button type="button" onClick={onClose}>
              {t('payments.pay.otherWay')}
            </button>
            <button type="button" className="rg-paycode-main" onClick={onAgain}>
              {t('payments.pay.again')}
            </button>
          </>
        )}
      </div>
    </div>
  )
}

/** What the customer has to do now; null once that is over, or where a terminal tells them itself. */
function askedOf({ amountCents, provider, state, mode, qrText, isLate, cancelAskedAt }: Payment): AskedMoney | null {
  const isOpen = !isLate && cancelAskedAt === null && (state === 'pending' || state === 'unknown')
  if (!isOpen) return null
  if (qrText)
    return {
      amountCents,
      step: 'scan',
      qrText,
      provider: t(`till.method.${provider === 'alipay' ? 'alipay' : 'wechat'}`),
    }
  return mode === 'code' ? { amountCents, step: 'confirm' } : null
}

function ProgressFace({ payment }: { payment: Payment }) {
  const seconds = useSecondsUntil(payment.expiresAt)
  const { state, isLate, mode, cancelAskedAt } = payment
  if (isLate)
    return <Face icon={QuestionCircleFilled} tone="warn" title={stateOf(payment).text} text={t('payments.pay.late')} />
  if (state === 'confirmed') return <Face icon={CheckCircleFilled} tone="good" title={stateName('confirmed')} />
  if (state === 'failed' || state === 'cancelled') {
    const text = reasonText(payment.reason)
    return <Face icon={CloseCircleFilled} tone="bad" title={stateName(state)} {...(text ? { text } : {})} />
  }
  if (cancelAskedAt && state === 'pending')
    return <Face icon={LoadingOutlined} tone="info" title={t('payments.pay.callingOff')} />
  if (cancelAskedAt)
    return (
      <Face
        icon={QuestionCircleFilled}
        tone="warn"
        title={t('payments.pay.unknown')}
        text={t('payments.pay.givenUp')}
      />
    )
  if (state === 'unknown')
    return (
      <Face
        icon={LoadingOutlined}
        tone="warn"
        title={t('payments.pay.askingAgain')}
        text={t('payments.pay.unknownText')}
      />
    )
  const title = state === 'pending' ? t(`payments.pay.waiting.${mode}`) : t('payments.pay.sending')
  return (
    <Face icon={LoadingOutlined} tone="info" title={title} text={t('payments.pay.secondsLeft', { count: seconds })} />
  )
}

type FaceProps = { icon: typeof WechatOutlined; tone: 'info' | 'good' | 'warn' | 'bad'; title: string; text?: string }

function Face({ icon: Icon, tone, title, text }: FaceProps) {
  return (
    <div className={`rg-paycode-face rg-paycode-${tone}`} role="status" aria-live="polite">
      <Icon className="rg-paycode-icon" />
      <strong>{title}</strong>
      {text && <span>{text}</span>}
    </div>
  )
}
