import { Button, Input } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { formatMoney, KeyHint, ModalDialog, MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { priceCart } from '#modules/cashier/pricing/price-sale-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { DiscountFields } from './discount-fields.tsx'
import { discountOf, draftOf, type DiscountDraft } from './discount-rules.ts'
import { NumberPad } from './number-pad.tsx'
import { SalespersonSelect } from './salesperson-select.tsx'
import { useEnterSubmits } from './till-keys.ts'
import type { Till } from './use-cart.ts'
import { suggestedWaivers, waiverCentsOf, type Waiver } from './waiver-rules.ts'

type OrderDialogProps = { open: boolean; till: Till; onClose: () => void; onDiscounted: () => void }

/** A discount on the whole cart, and 抹零: what a person gives, after everything that the rules give. */
export function OrderDialog({ open, ...rest }: OrderDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={rest.onClose}
      footer={null}
      width={720}
      style={{ top: 40 }}
      title={t('till.order.title')}
      destroyOnHidden
    >
      <OrderForm {...rest} />
    </ModalDialog>
  )
}

function OrderForm({ till, onClose, onDiscounted }: Omit<OrderDialogProps, 'open'>) {
  const { cart, dispatch, pricingCart, facts } = till
  const [discount, setDiscount] = useState(() => draftOf(cart.orderDiscount))
  const [waiver, setWaiver] = useState<Waiver | null>(cart.waiver)
  const nextDiscount = discountOf(discount)
  const outcome = useMemo(() => {
    const { orderDiscount: _before, waiverCents: _waived, ...rest } = pricingCart
    return priceCart({ ...rest, ...orderDiscountOf(discount) }, facts)
  }, [pricingCart, facts, discount])
  const sumCents = isRefusal(outcome) ? 0 : outcome.netCents
  const apply = () => {
    if (nextDiscount === 'unreadable') return
    dispatch({ type: 'setOrderDiscount', discount: nextDiscount })
    dispatch({ type: 'setWaiver', waiver })
    onClose()
    if (nextDiscount || waiver) onDiscounted()
  }
  const form = useRef<HTMLFormElement>(null)
  useEnterSubmits(form)
  return (
    <form
      ref={form}
      className="rg-till-sheet"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <div className="rg-till-sheet-columns">
        <div className="rg-till-sheet-main">
          <DiscountFields draft={discount} onChange={setDiscount} autoFocus />
          {isRefusal(outcome) && (
            <p className="rg-refusal" role="alert">
              {refusalSentence(outcome.code, outcome.details)}
            </p>
          )}
          <WaiverChoice waiver={waiver} sumCents={sumCents} onChange={setWaiver} />
        </div>
        <NumberPad
          label={t('till.pad.label')}
          hasPoint
          value={discount.typed}
          onChange={(typed) => setDiscount({ ...discount, typed })}
        />
      </div>
      <div className="rg-till-sheet-buttons">
        <Button
          size="large"
          disabled={!cart.orderDiscount && !cart.waiver}
          onClick={() => {
            dispatch({ type: 'setOrderDiscount', discount: null })
            dispatch({ type: 'setWaiver', waiver: null })
            onClose()
          }}
        >
          {t('till.noDiscount')}
        </Button>
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          disabled={nextDiscount === 'unreadable' || isRefusal(outcome)}
        >
          {t('till.applyDiscount')} <KeyHint keys={['Enter']} />
        </Button>
      </div>
    </form>
  )
}

function orderDiscountOf(draft: DiscountDraft) {
  const discount = discountOf(draft)
  return discount && discount !== 'unreadable' ? { orderDiscount: discount } : {}
}

type WaiverChoiceProps = { waiver: Waiver | null; sumCents: number; onChange: (waiver: Waiver | null) => void }

function WaiverChoice({ waiver, sumCents, onChange }: WaiverChoiceProps) {
  const typedCents = waiver?.kind === 'amount' ? waiver.amountCents : null
  return (
    <section className="rg-till-waiver">
      <h3>{t('till.waiver.title')}</h3>
      <div className="rg-pay-quick" role="group" aria-label={t('till.waiver.title')}>
        {suggestedWaivers(sumCents).map((offer) => (
          <button
            key={offer.waiver.kind}
            type="button"
            aria-pressed={waiver?.kind === offer.waiver.kind}
            onClick={() => onChange(waiver?.kind === offer.waiver.kind ? null : offer.waiver)}
          >
            {t('till.waiver.to', { amount: formatMoney(offer.leftCents) })}
            <small>{formatMoney(-offer.offCents)}</small>
          </button>
        ))}
      </div>
      <MoneyInput
        value={typedCents}
        onChange={(amountCents) => onChange(amountCents ? { kind: 'amount', amountCents } : null)}
        label={t('till.waiver.own')}
        maxCents={Math.max(0, sumCents)}
      />
      <p className="rg-till-waiver-left">
        {t('till.waiver.left', { amount: formatMoney(Math.max(0, sumCents - waiverCentsOf(waiver, sumCents))) })}
      </p>
    </section>
  )
}

type DetailsDialogProps = { open: boolean; till: Till; onClose: () => void }

/** Whose sale it is, and a note that is printed on it. */
export function DetailsDialog({ open, till, onClose }: DetailsDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      width={480}
      title={t('till.details.title')}
      destroyOnHidden
    >
      <DetailsForm till={till} onClose={onClose} />
    </ModalDialog>
  )
}

function DetailsForm({ till: { cart, dispatch }, onClose }: Omit<DetailsDialogProps, 'open'>) {
  const [note, setNote] = useState(cart.note)
  const [salespersonId, setSalespersonId] = useState(cart.salespersonId)
  return (
    <form
      className="rg-till-sheet"
      onSubmit={(event) => {
        event.preventDefault()
        dispatch({ type: 'setNote', note: note.trim() })
        dispatch({ type: 'setSalesperson', salespersonId })
        onClose()
      }}
    >
      <SalespersonSelect value={salespersonId} onChange={setSalespersonId} placeholder={t('till.details.nobody')} />
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={200}
        aria-label={t('till.details.note')}
        placeholder={t('till.details.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="primary" size="large" block htmlType="submit">
        {t('till.line.apply')}
      </Button>
    </form>
  )
}
