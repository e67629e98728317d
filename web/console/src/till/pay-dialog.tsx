import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Modal, Segmented } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { api, ApiRefusal, query, send, type InputOf, type ResponseOf } from '@staff/api'
import { ApprovalDialog, formatMoney, KeyHint, MoneyInput, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { pricingCartOf } from './cart-state.ts'
import type { Sold } from './sold-dialog.tsx'
import { cashDueCents, type Payment, quickAmounts, tendersOf } from './tender-rules.ts'
import { usable } from './usable-value.ts'
import type { Till } from './use-cart.ts'

type PayDialogProps = {
  open: boolean
  onClose: () => void
  till: Till
  storeId: string
  onSold: (sold: Sold) => void
}

export function PayDialog({ open, onClose, ...rest }: PayDialogProps) {
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('till.payment')} width={620} destroyOnHidden>
      <Payment onClose={onClose} {...rest} />
    </Modal>
  )
}

const otherMethods = ['wechat', 'alipay', 'card'] as const
const nothing: Payment = { storedCents: null, other: null, receivedCents: null }

/** How it is paid: stored value first where there is some, other means, cash for the rest with its change. */
function Payment({ till, storeId, onSold }: Omit<PayDialogProps, 'open'>) {
  const { cart, facts, priced } = till
  const netCents = priced?.netCents ?? 0
  const accounts = useQuery({
    ...query(api.memberAccountsGet, { memberId: cart.memberId ?? '' }),
    enabled: cart.memberId !== null,
  })
  const storedCents = usable(accounts.data).storedCents
  const [payment, setPayment] = useState<Payment>(nothing)
  const [ids] = useState(() => ({ stored: newId(), other: newId(), cash: newId() }))
  useEffect(() => {
    setPayment((before) => ({ ...before, storedCents: Math.min(storedCents, netCents) || null }))
  }, [storedCents, netCents])

  const outcome = useMemo(() => {
    const tenders = tendersOf(netCents, payment, ids)
    return { tenders, sale: priceSale({ ...pricingCartOf(cart), tenders }, facts) }
  }, [cart, facts, netCents, payment, ids])
  const sale = isRefusal(outcome.sale) ? null : outcome.sale
  const booking = useBooking({ till, onSold })
  const dueCents = cashDueCents(netCents, payment)
  const book = () => {
    if (!sale || booking.isPending) return
    booking.book({
      storeId,
      memberId: cart.memberId,
      ...pricingCartOf(cart),
      lines: [...cart.lines],
      tenders: outcome.tenders as InputOf<typeof api.saleCreate>['tenders'],
      fingerprint: saleFingerprint(sale),
      ...(cart.note ? { note: cart.note } : {}),
    })
  }

  return (
    <form
      className="rg-pay"
      onSubmit={(event) => {
        event.preventDefault()
        book()
      }}
    >
      <div className="rg-pay-due">
        <span>{t('till.due')}</span>
        <strong>{formatMoney(netCents)}</strong>
      </div>
      {storedCents > 0 && (
        <div className="rg-pay-part">
          <label>
            {t('till.storedValue')} <small>{t('till.available', { amount: formatMoney(storedCents) })}</small>
          </label>
          <MoneyInput
            value={payment.storedCents}
            onChange={(cents) => setPayment({ ...payment, storedCents: cents })}
            label={t('till.storedValue')}
            maxCents={Math.min(storedCents, netCents)}
          />
        </div>
      )}
      <OtherTender
        value={payment.other}
        leftCents={Math.max(0, netCents - (payment.storedCents ?? 0))}
        onChange={(other) => setPayment({ ...payment, other })}
      />
      {dueCents > 0 && (
        <div className="rg-pay-part">
          <label>{t('till.cashReceived')}</label>
          <div className="rg-pay-cash">
            <MoneyInput
              value={payment.receivedCents}
              onChange={(receivedCents) => setPayment({ ...payment, receivedCents })}
              label={t('till.cashReceived')}
              size="large"
              autoFocus
            />
            <div className="rg-pay-quick" role="group" aria-label={t('till.quickAmounts')}>
              {quickAmounts(dueCents).map((cents) => (
                <button
                  key={cents}
                  type="button"
                  aria-pressed={(payment.receivedCents ?? dueCents) === cents}
                  onClick={() => setPayment({ ...payment, receivedCents: cents })}
                >
                  {formatMoney(cents)}
                </button>
              ))}
            </div>
          </div>
        </div>
      )}
      <dl className="rg-pay-result">
        {dueCents > 0 && (
          <div>
            <dt>{t('till.change')}</dt>
            <dd className="rg-pay-change">{sale ? formatMoney(sale.changeCents) : '–'}</dd>
          </div>
        )}
        {sale && sale.pointsEarned > 0 && (
          <div>
            <dt>{t('till.pointsEarned')}</dt>
            <dd>+{sale.pointsEarned}</dd>
          </div>
        )}
      </dl>
      {isRefusal(outcome.sale) && (
        <p className="rg-refusal" role="alert">
          {refusalSentence(outcome.sale.code, outcome.sale.details)}
        </p>
      )}
      <RefusalText error={booking.error} />
      <button type="submit" className="rg-till-pay" disabled={!sale || booking.isPending} autoFocus={dueCents === 0}>
        <span>
          {t('till.book')} <KeyHint keys={['Enter']} />
        </span>
        <strong>{formatMoney(netCents)}</strong>
      </button>
      {booking.approvalDialog}
    </form>
  )
}

function OtherTender(props: {
  value: Payment['other']
  leftCents: number
  onChange: (other: Payment['other']) => void
}) {
  const { value, leftCents, onChange } = props
  return (
    <div className="rg-pay-part">
      <label>{t('till.otherTender')}</label>
      <div className="rg-pay-other">
        <Segmented
          value={value?.method ?? 'none'}
          onChange={(method) =>
            onChange(method === 'none' ? null : { method, amountCents: value?.amountCents ?? leftCents })
          }
          options={[
            { value: 'none', label: t('till.method.none') },
            ...otherMethods.map((method) => ({ value: method as string, label: t(`till.method.${method}`) })),
          ]}
        />
        {value && (
          <MoneyInput
            value={value.amountCents}
            onChange={(cents) => onChange({ ...value, amountCents: cents ?? 0 })}
            label={t('till.otherTender')}
            maxCents={leftCents}
          />
        )}
      </div>
    </div>
  )
}

type SaleInput = InputOf<typeof api.saleCreate>

/**
 * Sends the sale under its own id: pressed again after a lost line, it is the same sale. Where the cashier may not decide
 * alone, a manager's approval for this very sale goes with it.
 */
function useBooking({ till, onSold }: Pick<PayDialogProps, 'till' | 'onSold'>) {
  const { cart } = till
  const client = useQueryClient()
  const [waiting, setWaiting] = useState<{ input: SaleInput; amountCents: number; permission: string } | null>(null)
  const sell = useMutation<ResponseOf<typeof api.saleCreate>, Error, SaleInput>({
    networkMode: 'always',
    mutationFn: (input) => send(api.saleCreate, input, { idempotencyKey: cart.saleId }),
    onSuccess: (answer) => {
      onSold({ ...answer, memberId: cart.memberId })
      void client.invalidateQueries()
    },
    onError: (error, input) => {
      if (!(error instanceof ApiRefusal)) return
      if (error.code === 'discount_approval_needed') {
        const { amountCents, permission } = error.details as { amountCents: number; permission: string }
        setWaiting({ input, amountCents, permission })
      }
      // Prices moved since the catalogue was read: the next look shows them.
      if (error.code === 'quote_changed') void client.invalidateQueries({ queryKey: [api.tillCatalogGet.path] })
    },
  })
  const approvalDialog = waiting && (
    <ApprovalDialog
      onClose={() => setWaiting(null)}
      permission={waiting.permission}
      subject={{ kind: 'sale', id: cart.saleId }}
      amountCents={waiting.amountCents}
      onApproved={(approvalId) => {
        setWaiting(null)
        sell.mutate({ ...waiting.input, approvalId })
      }}
    >
      {t('till.approveDiscount', { amount: formatMoney(waiting.amountCents) })}
    </ApprovalDialog>
  )
  const isApprovalWait = sell.error instanceof ApiRefusal && sell.error.code === 'discount_approval_needed'
  return { book: sell.mutate, isPending: sell.isPending, error: isApprovalWait ? null : sell.error, approvalDialog }
}
