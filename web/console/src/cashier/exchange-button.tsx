import { SwapOutlined } from '@ant-design/icons'
import { Button, Form } from 'antd'
import { useNavigate } from 'react-router'
import { KeyHint } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useStore } from '#app/session.ts'
import type { HeldReturn } from '#console/till/exchange-rules.ts'
import { taskClock } from '#console/till/task-clock.ts'
import { useDialogKeys } from '#console/till/till-keys.ts'
import { holdReturn } from '#console/till/use-cart.ts'
import { newId } from '#shared/ids.ts'
import { heldReturnOf } from './held-return-rules.ts'
import type { requestedLines } from './refund-draft-rules.ts'
import type { RefundQuote } from './refund-drawer.tsx'
import type { Sale } from './sale-page.tsx'

type ExchangeButtonProps = {
  sale: Sale
  lines: ReturnType<typeof requestedLines>
  /** The plan that is shown; undefined while there is none, or another is being read. */
  quote: RefundQuote | undefined
  onExchange: ((held: HeldReturn) => void) | undefined
}

/** Takes what is chosen to the till of the same store, where the customer picks other goods for it. Nothing is booked yet. */
export function ExchangeButton({ sale, lines, quote, onExchange }: ExchangeButtonProps) {
  const form = Form.useFormInstance()
  const navigate = useNavigate()
  const { id: storeId } = useStore()
  const exchange = () => {
    if (!quote || storeId !== sale.storeId) return
    const typed: unknown = form.getFieldValue('reason')
    const reason = (typeof typed === 'string' && typed.trim()) || t('cashier.refund.exchangeReason')
    // The task goes on at the till as a sale: neither done nor given up here.
    taskClock.drop('refund')
    const held = heldReturnOf(sale, quote, { lines, reason, refundId: newId() })
    if (onExchange) return onExchange(held)
    holdReturn(storeId, held)
    void navigate(paths.till())
  }
  useDialogKeys({ F10: exchange })
  if (storeId !== sale.storeId) return null
  return (
    <Button block size="large" className="rg-exchange" icon={<SwapOutlined />} disabled={!quote} onClick={exchange}>
      {t('cashier.refund.exchange')} <KeyHint keys={['F10']} />
    </Button>
  )
}
