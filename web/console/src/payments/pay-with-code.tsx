import { AlipayCircleOutlined, CreditCardOutlined, ScanOutlined, WechatOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { api, query, useCommand } from '@staff/api'
import { formatMoney, KeyHint, RefusalText } from '@staff/ui'
import { useShowAsked } from '#console/display/asked-money.ts'
import { t } from '#app/i18n.ts'
import { providerOfCode } from '#modules/payments/payment-rules.ts'
import { PaymentProgress } from './payment-progress.tsx'
import type { Payment } from './payment-words.ts'
import './payments.css'

export type PaidThrough = Pick<Payment, 'id' | 'provider' | 'amountCents'>

type PayWithCodeProps = {
  storeId: string
  /** What is paid for; a sale unless it says otherwise. */
  purpose?: Payment['purpose']
  /** The cart's, or that of the top-up or load to be: the record under this id takes the payment. */
  saleId: string
  shiftId?: string | null
  amountCents: number
  /** A payment of this cart that was started before, e.g. by another till: watched instead of starting anew. */
  paymentId?: string | null
  /** The money is there: the sale may be booked with a tender that names the payment. */
  onPaid: (payment: PaidThrough) => void
  /** Back to the other ways of paying. */
  onClose: () => void
}

/** Scan the customer's 付款码, show ours, or hand over to the card terminal; then watch until the money is there. */
export function PayWithCode({
  storeId,
  purpose = 'sale',
  saleId,
  shiftId = null,
  amountCents,
  paymentId,
  onPaid,
  onClose,
}: PayWithCodeProps) {
  const [running, setRunning] = useState<string | null>(paymentId ?? null)
  const start = useCommand(api.paymentStart, {
    changes: [api.openPaymentList],
    onSuccess: (started) => setRunning(started.paymentId),
    // Somebody started one for this cart already: watch that one.
    onRefused: ({ code, details }) => {
      if (code === 'payment_running' && typeof details['paymentId'] === 'string') setRunning(details['paymentId'])
    },
  })
  if (running) {
    return (
      <PaymentProgress
        paymentId={running}
        onPaid={onPaid}
        onAgain={() => (start.reset(), setRunning(null))}
        onClose={onClose}
      />
    )
  }
  const wish = { storeId, purpose, saleId, shiftId, amountCents }
  return (
    <div className="rg-paycode">
      <p className="rg-paycode-due">
        <span>{t('payments.pay.due')}</span>
        <strong>{formatMoney(amountCents)}</strong>
      </p>
      <CodeInput
        amountCents={amountCents}
        isBusy={start.isPending}
        onTyped={start.reset}
        onCode={(code) => start.mutate({ ...wish, mode: 'code', code })}
      />
      <RefusalText error={start.error} />
      <OtherWays
        storeId={storeId}
        isBusy={start.isPending}
        onQr={(provider) => start.mutate({ ...wish, mode: 'qr', provider })}
        onTerminal={() => start.mutate({ ...wish, mode: 'terminal' })}
      />
      <div className="rg-paycode-buttons">
        <button type="button" disabled={start.isPending} onClick={onClose}>
          {t('payments.pay.otherWay')}
        </button>
      </div>
    </div>
  )
}

type CodeInputProps = { amountCents: number; isBusy: boolean; onTyped: () => void; onCode: (code: string) => void }

/** A scanner types the digits and Enter; what is no payment code is said at once, without asking anybody. */
function CodeInput({ amountCents, isBusy, onTyped, onCode }: CodeInputProps) {
  const input = useRef<InputRef>(null)
  const [typed, setTyped] = useState('')
  const [isUnknown, setUnknown] = useState(false)
  useShowAsked({ amountCents, step: 'show_code' })
  useEffect(() => input.current?.focus(), [])
  const submit = () => {
    const code = typed.normalize('NFKC').replace(/\s/g, '')
    if (code === '' || isBusy) return
    setTyped('')
    setUnknown(providerOfCode(code) === null)
    if (providerOfCode(code)) onCode(code)
  }
  return (
    <div className="rg-paycode-scan">
      <ScanOutlined className="rg-paycode-icon" />
      <label htmlFor="rg-paycode-input">{t('payments.pay.scan')}</label>
      <Input
        ref={input}
        id="rg-paycode-input"
        size="large"
        inputMode="numeric"
        autoComplete="off"
        maxLength={32}
        value={typed}
        placeholder={t('payments.pay.scanHint')}
        suffix={<KeyHint keys={['Enter']} />}
        onChange={({ target }) => {
          setTyped(target.value)
          setUnknown(false)
          onTyped()
        }}
        onPressEnter={(event) => {
          // The dialog around is a form whose Enter books the sale.
          event.preventDefault()
          submit()
        }}
      />
      {isUnknown && (
        <p className="rg-refusal" role="alert">
          {t('payments.pay.notACode')}
        </p>
      )}
    </div>
  )
}

type OtherWaysProps = {
  storeId: string
  isBusy: boolean
  onQr: (provider: 'wechat_pay' | 'alipay') => void
  onTerminal: () => void
}

/** Only what is set up for the store is offered. */
function OtherWays({ storeId, isBusy, onQr, onTerminal }: OtherWaysProps) {
  const methods = useQuery({ ...query(api.paymentMethodList, { storeId }), staleTime: 60_000 }).data?.providers ?? []
  const ways: { provider: Payment['provider']; icon: ReactNode; label: string; choose: () => void }[] = [
    {
      provider: 'wechat_pay',
      icon: <WechatOutlined />,
      label: t('payments.pay.showWechat'),
      choose: () => onQr('wechat_pay'),
    },
    {
      provider: 'alipay',
      icon: <AlipayCircleOutlined />,
      label: t('payments.pay.showAlipay'),
      choose: () => onQr('alipay'),
    },
    { provider: 'card_terminal', icon: <CreditCardOutlined />, label: t('payments.pay.terminal'), choose: onTerminal },
  ]
  return (
    <div className="rg-paycode-ways" role="group" aria-label={t('payments.pay.otherWays')}>
      {ways
        .filter(({ provider }) => methods.includes(provider))
        .map(({ provider, icon, label, choose }) => (
          <button key={provider} type="button" disabled={isBusy} onClick={choose}>
            {icon} {label}
          </button>
        ))}
    </div>
  )
}
