import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiRefusal, type InputOf } from '@staff/api'
import { ApprovalDialog, formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Booked } from '#console/offline/book-sale.ts'
import { useSell } from '#console/offline/use-sell.ts'
import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import type { PricedSale, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { bookedLinesOf } from './cart-state.ts'
import { isApproved } from './discount-approval.tsx'
import type { Sold } from './sold-dialog.tsx'
import { taskClock } from './task-clock.ts'
import type { Till } from './use-cart.ts'

export type SaleInput = InputOf<typeof api.saleCreate>

/** The command that books what is shown: the cart as it was priced, how it is paid, and the fingerprint of both. */
export function saleInputOf(
  { cart, pricingCart }: Pick<Till, 'cart' | 'pricingCart'>,
  { storeId, tenders, sale }: { storeId: string; tenders: readonly TenderRequest[]; sale: PricedSale },
): SaleInput {
  const { approval, note } = cart
  return {
    storeId,
    memberId: cart.memberId,
    ...pricingCart,
    lines: bookedLinesOf(cart),
    tenders: [...tenders],
    fingerprint: saleFingerprint(sale),
    ...(note ? { note } : {}),
    ...(approval && isApproved(approval, sale.manualDiscountCents, Date.now())
      ? { approvalId: approval.approvalId }
      : {}),
  } as SaleInput
}

/**
 * Sends the sale under its own id: pressed again after a lost line, it is the same sale. Where the cashier may not decide
 * alone, a manager's approval for this very sale goes with it.
 */
export function useBooking({ cart, facts, onSold }: Pick<Till, 'cart' | 'facts'> & { onSold: (sold: Sold) => void }) {
  const client = useQueryClient()
  const book = useSell(facts)
  const [waiting, setWaiting] = useState<{ input: SaleInput; amountCents: number; permission: string } | null>(null)
  const sell = useMutation<Booked, Error, SaleInput>({
    networkMode: 'always',
    mutationFn: (input) => book(cart.saleId, input),
    onSuccess: (answer) => {
      onSold({ ...answer, memberId: cart.memberId })
      void client.invalidateQueries()
    },
    onError: (error, input) => {
      if (!(error instanceof ApiRefusal)) return
      if (error.code === 'discount_approval_needed') {
        const { amountCents, permission } = error.details as { amountCents: number; permission: string }
        return setWaiting({ input, amountCents, permission })
      }
      taskClock.error()
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
