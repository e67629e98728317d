import { memo } from 'react'
import { useMay } from '#app/session.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { TillRewardsDialog } from '#console/rewards/till-rewards-dialog.tsx'
import { CouponDialog } from './coupon-dialog.tsx'
import { DiscountApproval } from './discount-approval.tsx'
import { EnrolDialog } from './enrol-dialog.tsx'
import { KeySheet } from './key-sheet.tsx'
import { LineDialog } from './line-dialog.tsx'
import { MemberDialog } from './member-dialog.tsx'
import { DetailsDialog, OrderDialog } from './order-dialog.tsx'
import { ParkedDialog } from './parked-dialog.tsx'
import { PayDialog } from './pay-dialog.tsx'
import { PriceCheck } from './price-check.tsx'
import { ReturnDialog } from './return-dialog.tsx'
import type { Sold } from './sold-dialog.tsx'
import { TillRefund } from './till-refund.tsx'
import { taskClock } from './task-clock.ts'
import type { TillCatalog, TillSettings } from './till-data.ts'
import type { Till } from './use-cart.ts'

export type PlainDialog =
  | 'coupons'
  | 'rewards'
  | 'return'
  | 'pay'
  | 'member'
  | 'enrol'
  | 'order'
  | 'details'
  | 'parked'
  | 'check'
  | 'help'
  | 'approval'
/** What stands open over the till. `next`: where to go on when a manager has agreed; `find`: the receipt that was scanned. */
export type Dialog =
  | { name: PlainDialog; next?: PlainDialog; find?: string }
  | { name: 'line'; lineId: string }
  | { name: 'refund'; saleId: string }

type TillDialogsProps = {
  dialog: Dialog | null
  till: Till
  storeId: string
  catalog: TillCatalog
  settings: TillSettings
  promotions: readonly Promotion[]
  needsApproval: boolean
  open: (name: PlainDialog) => void
  openRefund: (saleId: string) => void
  close: () => void
  attach: (memberId: string) => void
  onSold: (sold: Sold) => void
}

/** Everything that opens over the till, at most one at a time. While nothing is open, a tap in the cart draws nothing here. */
export const TillDialogs = memo(
  TillDialogsView,
  (before, after) =>
    before.dialog === null &&
    after.dialog === null &&
    before.storeId === after.storeId &&
    (before.till.priced === null) === (after.till.priced === null),
)

function TillDialogsView(props: TillDialogsProps) {
  const { dialog, till, storeId, catalog, settings, promotions, open, close, attach, onSold } = props
  const { cart, dispatch, priced } = till
  const isOpen = (name: Dialog['name']) => dialog?.name === name
  const line = dialog?.name === 'line' ? cart.lines.find(({ lineId }) => lineId === dialog.lineId) : undefined
  const may = useMay()
  const afterDiscount = () => !may('sale.discount') && open('approval')
  const endEnrol = (isDone: boolean) => taskClock.end('enrol', { storeId, isDone })
  return (
    <>
      <MemberDialog
        open={isOpen('member')}
        onClose={close}
        onAttach={attach}
        onEnrol={() => {
          taskClock.begin('enrol')
          open('enrol')
        }}
      />
      <EnrolDialog
        open={isOpen('enrol')}
        storeId={storeId}
        onClose={() => {
          endEnrol(false)
          close()
        }}
        onEnrolled={(memberId) => {
          endEnrol(true)
          attach(memberId)
        }}
      />
      <LineDialog
        line={line ?? null}
        item={catalog.items.get(line?.productId ?? '')}
        priced={priced?.lines.find(({ lineId }) => lineId === line?.lineId)}
        cartSalespersonId={cart.salespersonId}
        dispatch={dispatch}
        onClose={close}
        onDiscounted={afterDiscount}
      />
      <OrderDialog open={isOpen('order')} till={till} onClose={close} onDiscounted={afterDiscount} />
      <DetailsDialog open={isOpen('details')} till={till} onClose={close} />
      <ParkedDialog open={isOpen('parked')} storeId={storeId} till={till} onClose={close} />
      <PriceCheck
        open={isOpen('check')}
        catalog={catalog}
        settings={settings}
        promotions={promotions}
        memberId={cart.memberId}
        onClose={close}
      />
      <ReturnDialog
        open={isOpen('return')}
        find={(dialog?.name === 'return' && dialog.find) || ''}
        till={till}
        storeId={storeId}
        onFound={props.openRefund}
        onClose={close}
      />
      {dialog?.name === 'refund' && (
        <TillRefund
          saleId={dialog.saleId}
          onExchange={(held) => {
            dispatch({ type: 'holdReturn', held })
            close()
          }}
          onClose={close}
        />
      )}
      <CouponDialog open={isOpen('coupons')} till={till} onClose={close} />
      <TillRewardsDialog
        open={isOpen('rewards')}
        storeId={storeId}
        memberId={cart.memberId}
        onPut={({ memberId, itemId }) => {
          if (memberId !== cart.memberId) dispatch({ type: 'attach', memberId })
          if (!cart.lines.some(({ productId }) => productId === itemId))
            dispatch({ type: 'add', productId: itemId, quantityMilli: 1000, merge: false })
        }}
        onClose={close}
      />
      <KeySheet open={isOpen('help')} onClose={close} />
      {dialog?.name === 'approval' && props.needsApproval && (
        <DiscountApproval till={till} onClose={close} onApproved={() => (dialog.next ? open(dialog.next) : close())} />
      )}
      {priced && <PayDialog open={isOpen('pay')} onClose={close} till={till} storeId={storeId} onSold={onSold} />}
    </>
  )
}
