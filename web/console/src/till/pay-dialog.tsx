import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { formatMoney, KeyHint, ModalDialog, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import { newId } from '#shared/ids.ts'
import { sumCents } from '#shared/money.ts'
import { isRefusal } from '#shared/refusal.ts'
import { useTakingCard } from '#console/gift-cards/use-taking-card.tsx'
import { PayWithCode, type PaidThrough } from '#console/payments/pay-with-code.tsx'
import { wayBack } from '#console/cashier/way-back.ts'
import { CashPart } from './cash-part.tsx'
import { goesBack, handOutOf, keptForSale, type ReturnedTender, withReturned } from './exchange-rules.ts'
import { differenceText } from './exchange-strip.tsx'
import type { Sold } from './sold-dialog.tsx'
import { methodOf, TenderPicker, useTenderChoices } from './tender-picker.tsx'
import { TenderRows } from './tender-rows.tsx'
import {
  cashDueCents,
  coinsToCollectCents,
  nothingPaid,
  type Payment,
  tendersOf,
  toCollectCents,
} from './tender-rules.ts'
import { useDialogKeys, useEnterSubmits } from './till-keys.ts'
import { usable } from './usable-value.ts'
import { tillAccountsQuery } from '#console/offline/till-member-queries.ts'
import { useUnready } from './unready.ts'
import { useAsking } from './use-asking.ts'
import { useEarlyPress } from './use-early-press.ts'
import { saleInputOf, useBooking } from './use-booking.tsx'
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
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('till.payment')}
      width={860}
      style={{ top: 32 }}
      destroyOnHidden
    >
      <PayForm {...rest} />
    </ModalDialog>
  )
}

/**
 * How it is paid: any number of tenders, each with its amount, and cash with its change for what they leave. Stored value is
 * offered first where there is some; nothing else is chosen before the cashier chooses it. With a return in hand, what it gives
 * back pays first, and only the difference is collected or handed over.
 */
function PayForm({ till, storeId, onSold }: Omit<PayDialogProps, 'open' | 'onClose'>) {
  const { cart, dispatch, facts, pricingCart, priced } = till
  const netCents = priced?.netCents ?? 0
  const { redeemRule: rule, cashRounding: rounding } = facts
  const accounts = useQuery({
    ...tillAccountsQuery(cart.memberId ?? ''),
    enabled: cart.memberId !== null,
  })
  const held = cart.exchange
  const { storedCents, points } = withReturned(usable(accounts.data), held, cart.memberId)
  const [payment, setPayment] = useState<Payment>(() => {
    const paid = { ...nothingPaid, others: cart.paid }
    return held ? keptForSale(held, netCents, paid, newId) : paid
  })
  const [ids] = useState(() => ({ points: newId(), stored: newId(), cash: newId() }))
  useEffect(() => {
    setPayment((before) => {
      const leftCents = toCollectCents(netCents, { ...before, storedCents: null }, rule)
      return { ...before, storedCents: Math.min(storedCents, leftCents) || null }
    })
  }, [storedCents, netCents, rule])

  const outcome = useMemo(() => {
    const tenders = tendersOf(netCents, payment, { ids, rule, rounding })
    return { tenders, sale: priceSale({ ...pricingCart, tenders }, facts) }
  }, [pricingCart, facts, netCents, payment, ids, rule, rounding])
  const sale = isRefusal(outcome.sale) ? null : outcome.sale
  const booking = useBooking({
    cart,
    facts: till.facts,
    lookAgain: till.lookAgain,
    onSold: (sold) => onSold({ ...sold, roundedCents }),
  })
  const dueCents = toCollectCents(netCents, payment, rule)
  const coinsCents = coinsToCollectCents(netCents, payment, { rule, rounding })
  const roundedCents = sumCents(sale?.tenders.map(({ roundingCents }) => roundingCents) ?? [])
  const paidCents = netCents + roundedCents - (held?.paidCents ?? 0)
  const handOutCents = held && sale ? handOutOf(held, outcome.tenders, sale.changeCents) : (sale?.changeCents ?? null)
  const asking = useAsking(
    storeId,
    cart.saleId,
    cart.paid.flatMap(({ paymentId }) => paymentId ?? []),
  )
  const card = useTakingCard({
    ...{ dueCents, taken: payment.giftCards, isBusy: asking.asked !== null },
    onTake: (tender) => setPayment((before) => ({ ...before, giftCards: [...before.giftCards, tender] })),
  })
  const choices = [
    ...useTenderChoices({
      ...{ payment, netCents, storedCents, points, rule },
      providers: asking.providers,
      onChange: setPayment,
      onAsk: asking.ask,
    }),
    card.choice,
  ]
  const takePaid = ({ id: paymentId, provider, amountCents }: PaidThrough) => {
    const tender = { tenderId: newId(), method: methodOf(provider), amountCents, paymentId }
    dispatch({ type: 'addPaid', tender })
    setPayment((before) =>
      before.others.some((other) => other.paymentId === paymentId)
        ? before
        : { ...before, others: [...before.others, tender] },
    )
    asking.end()
  }
  const unready = useUnready(till.unready)
  const isAwaited = till.unready !== null
  const canPress = sale !== null && !booking.isPending && asking.asked === null && (unready === null || isAwaited)
  const early = useEarlyPress({
    isWaiting: isAwaited,
    shown: JSON.stringify([netCents, outcome.tenders]),
    act: () => canPress && booking.book(saleInputOf(till, { storeId, tenders: outcome.tenders, sale })),
  })
  const form = useRef<HTMLFormElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  // Where nothing is left for cash its field goes, and the focus with it: Enter has to book all the same.
  useEffect(() => {
    if (coinsCents === 0 && canPress && !form.current?.contains(document.activeElement)) button.current?.focus()
  }, [coinsCents, canPress])
  useEnterSubmits(form)
  useDialogKeys({
    F9: () => form.current?.requestSubmit(),
    ...Object.fromEntries(choices.map(({ key, choose, isPossible }) => [key, () => isPossible && choose()])),
  })

  return (
    <form
      ref={form}
      className="rg-pay"
      onSubmit={(event) => {
        event.preventDefault()
        if (canPress) early.press()
      }}
    >
      <div className="rg-pay-due">
        <span>
          {held ? differenceText(netCents - held.paidCents) : t('till.due')}
          {held && (
            <small>{t('till.exchange.sum', { goods: formatMoney(netCents), back: formatMoney(held.paidCents) })}</small>
          )}
        </span>
        <strong>{formatMoney(Math.abs(netCents - (held?.paidCents ?? 0)))}</strong>
      </div>
      <div className="rg-pay-columns">
        <div className="rg-pay-tenders">
          <TenderPicker choices={choices} />
          <TenderRows
            payment={payment}
            netCents={netCents}
            storedCents={storedCents}
            points={points}
            rule={rule}
            onChange={setPayment}
          />
        </div>
        {asking.asked ? (
          <PayWithCode
            key={asking.asked.paymentId ?? 'new'}
            storeId={storeId}
            saleId={cart.saleId}
            shiftId={asking.shiftId}
            amountCents={asking.asked.amountCents}
            paymentId={asking.asked.paymentId}
            onPaid={takePaid}
            onClose={asking.end}
          />
        ) : (
          (card.part ?? (
            <CashPart dueCents={coinsCents} roundedCents={roundedCents} payment={payment} onChange={setPayment} />
          ))
        )}
      </div>
      {!asking.asked && (
        <PayResult
          isCash={cashDueCents(netCents, payment, rule) > 0 || payment.cashBackCents > 0}
          isExchange={held !== null}
          handOutCents={handOutCents}
          back={held ? goesBack(held, outcome.tenders) : []}
          pointsEarned={sale?.pointsEarned ?? 0}
        />
      )}
      {isRefusal(outcome.sale) && (
        <p className="rg-refusal" role="alert">
          {refusalSentence(outcome.sale.code, outcome.sale.details)}
        </p>
      )}
      <RefusalText error={booking.error} />
      <button
        ref={button}
        type="submit"
        className="rg-till-pay"
        disabled={!canPress}
        aria-busy={booking.isPending || early.isKept}
        autoFocus={coinsCents === 0}
      >
        <span>
          {booking.isPending ? t('till.booking') : t(held ? 'till.exchange.book' : 'till.book')}{' '}
          <KeyHint keys={['Enter']} />
        </span>
        <strong>{formatMoney(Math.abs(paidCents))}</strong>
      </button>
      {/* Below the button, which stays where the finger is when this goes. */}
      {(unready || early.hasChanged) && (
        <p className="rg-pay-unready" role="status">
          {unready ?? t('till.notReady.changed')}
        </p>
      )}
      {booking.approvalDialog}
    </form>
  )
}

type PayResultProps = {
  isCash: boolean
  isExchange: boolean
  /** Cash over the counter to the customer; null while the payment does not fit. */
  handOutCents: number | null
  /** What goes back to where it was paid from. */
  back: readonly ReturnedTender[]
  pointsEarned: number
}

/** What goes back over the counter, and what the member gets for it. */
function PayResult({ isCash, isExchange, handOutCents, back, pointsEarned }: PayResultProps) {
  return (
    <dl className="rg-pay-result">
      {isCash ? (
        <div>
          <dt>{t(isExchange ? 'till.exchange.handOut' : 'till.change')}</dt>
          <dd className="rg-pay-change">{handOutCents === null ? '–' : formatMoney(handOutCents)}</dd>
        </div>
      ) : (
        <div>
          <dt>{t('till.covered')}</dt>
        </div>
      )}
      {back.map(({ tenderId, kind, method, cardTail, paidCents }) => (
        <div key={tenderId}>
          <dt>{wayBack(kind, { method, cardTail })}</dt>
          <dd>{formatMoney(paidCents)}</dd>
        </div>
      ))}
      {pointsEarned > 0 && (
        <div>
          <dt>{t('till.pointsEarned')}</dt>
          <dd>+{pointsEarned}</dd>
        </div>
      )}
    </dl>
  )
}
