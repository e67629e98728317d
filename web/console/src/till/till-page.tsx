import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useDisplayFeed } from '#console/display/use-display-feed.ts'
import { tillAccountsQuery } from '#console/offline/till-member-queries.ts'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { newId } from '#shared/ids.ts'
import { CartPanel, type CartActions } from './cart-panel.tsx'
import { CatalogPanel } from './catalog-panel.tsx'
import { isApproved } from './discount-approval.tsx'
import { OnlyTab } from './only-tab.tsx'
import { SoldDialog, type Sold } from './sold-dialog.tsx'
import { TillDialogs, type Dialog, type PlainDialog } from './till-dialogs.tsx'
import { forgetTaking, resumeTaking } from './take-parked.ts'
import { paymentMethodsQuery } from './use-asking.ts'
import { taskClock, useTaskSteps, useTimingReports } from './task-clock.ts'
import { catalogQuery, promotionsQuery, settingsQuery, type TillItem } from './till-data.ts'
import { useTillKeys } from './till-keys.ts'
import { useCart, type Till } from './use-cart.ts'
import { useSelection } from './use-selection.ts'
import './till.css'
import './till-sheets.css'

/** The till: left the cart, right the catalogue; one input that knows barcodes, members and words. */
export function TillPage() {
  const store = useStore()
  return (
    <OnlyTab key={store.id} storeId={store.id}>
      <TillOfStore storeId={store.id} />
    </OnlyTab>
  )
}

function TillOfStore({ storeId }: { storeId: string }) {
  const catalog = useSuspenseQuery(catalogQuery(storeId)).data
  const settings = useSuspenseQuery(settingsQuery(storeId)).data
  const promotions = useSuspenseQuery(promotionsQuery(storeId)).data
  const till = useCart(storeId, { catalog, settings, promotions })
  const { cart, dispatch, priced } = till
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [sold, setSold] = useState<Sold | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useInputAfter(dialog?.name === 'refund', input)
  const lineCount = useRef(0)
  lineCount.current = cart.lines.length
  const selection = useSelection(cart.lines)
  const needsApproval = useNeedsApproval(till)
  const open = useCallback((name: PlainDialog) => setDialog({ name }), [])
  const openReceipt = useCallback((find: string) => setDialog({ name: 'return', find }), [])
  const openLine = useCallback((lineId: string) => setDialog({ name: 'line', lineId }), [])
  const close = useCallback(() => {
    setDialog(null)
    input.current?.focus()
  }, [])
  const closeSold = useCallback(() => {
    setSold(null)
    input.current?.focus()
  }, [])
  const clear = useCallback(() => {
    taskClock.end('sale', { storeId, items: lineCount.current, isDone: false })
    dispatch({ type: 'startNew' })
  }, [storeId, dispatch])
  const tools = useMemo<CartActions>(
    () => ({
      onDiscount: () => open('order'),
      onHold: () => open('parked'),
      onCoupons: () => open('coupons'),
      onRewards: () => open('rewards'),
      onReturn: () => open('return'),
      onDetails: () => open('details'),
      onClear: clear,
    }),
    [open, clear],
  )
  const pay = () => priced && setDialog(needsApproval ? { name: 'approval', next: 'pay' } : { name: 'pay' })
  useTaskSteps()
  useTimingReports()
  useTakingUp(storeId, till)
  useDisplayFeed({ storeId, till, catalog, sold, isPaying: dialog?.name === 'pay' })

  const add = useCallback(
    (item: TillItem, quantityMilli = 1000, embeddedCents: number | null = null) => {
      taskClock.begin('sale', { isFresh: lineCount.current === 0 })
      const lineId = newId()
      const printed = embeddedCents ? { embeddedCents } : {}
      dispatch({
        type: 'add',
        lineId,
        productId: item.id,
        quantityMilli,
        merge: !item.isWeighed && item.kind !== 'plan',
        ...printed,
      })
      // Goods by weight that no scale has weighed: the pad asks for it.
      if (item.isWeighed && embeddedCents === null && quantityMilli === 1000) openLine(lineId)
    },
    [dispatch, openLine],
  )
  const attach = useCallback(
    (memberId: string) => {
      dispatch({ type: 'attach', memberId })
      close()
    },
    [dispatch, close],
  )
  const renew = useCallback(
    (productId: string, renewsPassId: string) =>
      dispatch({ type: 'add', lineId: newId(), productId, quantityMilli: 1000, merge: false, renewsPassId }),
    [dispatch],
  )
  const chosen = cart.lines.find(({ lineId }) => lineId === selection.selectedId)
  const stepChosen = (milli: number) => {
    if (!chosen) return
    const before = priced?.lines.find(({ lineId }) => lineId === chosen.lineId)?.quantityMilli ?? 1000
    dispatch({ type: 'setQuantity', lineId: chosen.lineId, quantityMilli: before + milli })
  }
  useTillKeys(
    {
      F1: () => open('help'),
      F2: () => open('member'),
      F3: () => priced && open('order'),
      F4: () => !cart.exchange && open('parked'),
      F5: () => open('coupons'),
      F6: () => open('check'),
      F7: () => chosen && openLine(chosen.lineId),
      F8: () => open('details'),
      F9: pay,
      F10: () => cart.paid.length === 0 && !cart.exchange && open('return'),
      ArrowUp: () => selection.move(-1),
      ArrowDown: () => selection.move(1),
      ArrowLeft: () => stepChosen(-1000),
      ArrowRight: () => stepChosen(1000),
      Delete: () => chosen && dispatch({ type: 'remove', lineId: chosen.lineId }),
      Enter: () => chosen && openLine(chosen.lineId),
    },
    input,
  )

  return (
    <div className="rg-till-page">
      <h1 className="rg-unseen">{t('app.nav.till')}</h1>
      <CartPanel
        till={till}
        storeId={storeId}
        catalog={catalog}
        selectedId={selection.selectedId}
        needsApproval={needsApproval}
        onOpenLine={openLine}
        onChooseMember={() => open('member')}
        onRenew={renew}
        tools={tools}
        onApprove={() => open('approval')}
        onPay={pay}
      />
      <CatalogPanel
        catalog={catalog}
        onAdd={add}
        onAttach={attach}
        onReceipt={openReceipt}
        onCheck={useCallback(() => open('check'), [open])}
        onHelp={useCallback(() => open('help'), [open])}
        inputRef={input}
      />
      <TillDialogs
        dialog={dialog}
        till={till}
        storeId={storeId}
        catalog={catalog}
        settings={settings}
        promotions={promotions}
        open={open}
        openRefund={(saleId) => setDialog({ name: 'refund', saleId })}
        close={close}
        attach={attach}
        needsApproval={needsApproval}
        onSold={(answer) => {
          taskClock.end('sale', { storeId, items: cart.lines.length, isDone: true })
          setSold(answer)
          setDialog(null)
          dispatch({ type: 'startNew' })
        }}
      />
      <SoldDialog sold={sold} onClose={closeSold} />
      <Preload storeId={storeId} memberId={cart.memberId} />
    </div>
  )
}

/** A drawer holds the focus until it is gone: only then the next scan finds the till's input. */
function useInputAfter(isOpen: boolean, input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const field = input.current
    return isOpen ? () => field?.focus() : undefined
  }, [isOpen, input])
}

/** Whether a discount given by hand still waits for a manager, as far as the till can tell; the server has the last word. */
function useNeedsApproval({ cart, priced }: Till): boolean {
  const may = useMay()
  const amountCents = priced?.manualDiscountCents ?? 0
  return amountCents > 0 && !may('sale.discount') && !isApproved(cart.approval, amountCents, Date.now())
}

/** Ends a taking of a parked sale that a reload cut off: its cart belongs here. A cart that stands here already stays. */
function useTakingUp(storeId: string, { cart, dispatch }: Till): void {
  const isEmpty = useRef(true)
  isEmpty.current = cart.lines.length === 0 && !cart.exchange
  useEffect(() => {
    if (!isEmpty.current) return
    void resumeTaking(storeId)
      .then((taken) => {
        // The answer may take its time: what was scanned meanwhile is not thrown away; the taking is tried again at the next start.
        if (!isEmpty.current) return
        if (taken) dispatch({ type: 'takeUp', cart: taken })
        forgetTaking(storeId)
      })
      .catch(() => undefined) // without a line it stays open, and is tried again at the next start
  }, [storeId, dispatch])
}

/** Warms what the payment needs, so that it opens without waiting. */
function Preload({ storeId, memberId }: { storeId: string; memberId: string | null }) {
  useQuery(paymentMethodsQuery(storeId))
  useQuery({ ...tillAccountsQuery(memberId ?? ''), enabled: memberId !== null })
  return null
}
