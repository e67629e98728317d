import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type api, ApiRefusal, type InputOf } from '@staff/api'
import { ApprovalDialog, formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSell } from '#console/offline/use-sell.ts'
import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import type { PricedSale, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { bookedLinesOf } from './cart-state.ts'
import { bookExchange } from './book-exchange.ts'
import { isApproved } from './discount-approval.tsx'
import { goesBack, handOutOf, type HeldReturn } from './exchange-rules.ts'
import type { Sold } from './sold-dialog.tsx'
import { refreshAfterSale, refreshPrices } from './refresh-after-sale.ts'
import { taskClock } from './task-clock.ts'
import type { Till } from './use-cart.ts'

export type SaleInput = InputOf<typeof api.saleCreate>

/** The command that books what is shown: the cart as it was priced, how it is paid, and the fingerprint of both. */
export function saleInputOf(
  { cart, pricingCart, planVersions }: Pick<Till, 'cart' | 'pricingCart' | 'planVersions'>,
  { storeId, tenders, sale }: { storeId: string; tenders: readonly TenderRequest[]; sale: PricedSale },
): SaleInput {
  const { approval, note } = cart
  return {
    storeId,
    memberId: cart.memberId,
    ...pricingCart,
    lines: bookedLinesOf(cart, planVersions),
    tenders: [...tenders],
    fingerprint: saleFingerprint(sale),
    ...(note ? { note } : {}),
    ...(approval && isApproved(approval, sale.manualDiscountCents, Date.now())
      ? { approvalId: approval.approvalId }
      : {}),
  } as SaleInput
}

/** What is sent: the sale, and in an exchange a manager's yes to the return. */
type Order = { sale: SaleInput; refundApprovalId?: string }
type Booking = Omit<Sold, 'roundedCents'>
type Waiting = { order: Order; code: string; amountCents: number; permission: string }

const approvalCodes = ['discount_approval_needed', 'refund_approval_needed']

/**
 * Sends the sale under its own id: pressed again after a lost line, it is the same sale. With a return in hand both are booked
 * in one step. Where the cashier may not decide alone, a manager's approval goes with it: for this very sale, or for the return.
 */
export function useBooking({
  cart,
  facts,
  lookAgain,
  onSold,
}: Pick<Till, 'cart' | 'facts' | 'lookAgain'> & { onSold: (sold: Booking) => void }) {
  const client = useQueryClient()
  const book = useSell(facts)
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const { exchange } = cart
  const sell = useMutation<Omit<Booking, 'memberId'>, Error, Order>({
    networkMode: 'always',
    mutationFn: async (order) =>
      exchange ? exchanged(cart.saleId, exchange, order) : { ...(await book(cart.saleId, order.sale)), exchange: null },
    onSuccess: (answer) => {
      onSold({ ...answer, memberId: cart.memberId })
      refreshAfterSale(client, answer)
    },
    onError: (error, order) => {
      if (!(error instanceof ApiRefusal)) return
      if (approvalCodes.includes(error.code)) {
        const { amountCents, permission } = error.details as { amountCents: number; permission: string }
        return setWaiting({ order, code: error.code, amountCents, permission })
      }
      taskClock.error()
      // The cashier reads that a plan was changed: pressed again, it is sold as it is now.
      const { planId, version } = error.details as { planId: string; version: number }
      lookAgain(error.code === 'plan_changed' ? { productId: planId, version } : null)
      refreshPrices(client)
    },
  })
  const isReturn = waiting?.code === 'refund_approval_needed'
  const approvalDialog = waiting && (
    <ApprovalDialog
      onClose={() => setWaiting(null)}
      permission={waiting.permission}
      subject={{ kind: 'sale', id: isReturn && exchange ? exchange.saleId : cart.saleId }}
      amountCents={waiting.amountCents}
      onApproved={(approvalId) => {
        setWaiting(null)
        const { order } = waiting
        sell.mutate(
          isReturn ? { ...order, refundApprovalId: approvalId } : { ...order, sale: { ...order.sale, approvalId } },
        )
      }}
    >
      {t(isReturn ? 'till.exchange.approve' : 'till.approveDiscount', { amount: formatMoney(waiting.amountCents) })}
    </ApprovalDialog>
  )
  const isApprovalWait = sell.error instanceof ApiRefusal && approvalCodes.includes(sell.error.code)
  return {
    book: (sale: SaleInput) => sell.mutate({ sale }),
    isPending: sell.isPending,
    error: isApprovalWait ? null : sell.error,
    approvalDialog,
  }
}

async function exchanged(newSaleId: string, held: HeldReturn, order: Order): Promise<Omit<Booking, 'memberId'>> {
  const { sale, refund } = await bookExchange(newSaleId, held, order)
  const { tenders } = order.sale
  return {
    ...sale,
    isOffline: false,
    changeCents: handOutOf(held, tenders, sale.changeCents),
    exchange: {
      ...{ saleId: held.saleId, refundId: refund.refundId, refundReceiptNumber: refund.receiptNumber },
      ...{ paidCents: held.paidCents, back: goesBack(held, tenders) },
    },
  }
}
