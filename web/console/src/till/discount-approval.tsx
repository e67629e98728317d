import { formatMoney, ApprovalDialog } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { GivenApproval } from './cart-state.ts'
import type { Till } from './use-cart.ts'

/** What needs a manager's yes; the server asks the same once more when the sale is booked. */
const permission = 'sale.discount'
/** An approval holds for five minutes; one that could run out while the customer counts coins is asked for again. */
const freshMs = 4 * 60_000

/** Whether a manager already agreed to as much, for this sale, just now. */
export function isApproved(approval: GivenApproval | null, amountCents: number, now: number): boolean {
  return approval !== null && approval.amountCents >= amountCents && now - approval.at < freshMs
}

/** Asks a manager on the same screen, with a reason, for the discounts of this very sale. */
export function DiscountApproval({
  till,
  onClose,
  onApproved,
}: {
  till: Till
  onClose: () => void
  onApproved: () => void
}) {
  const { cart, dispatch, priced } = till
  const amountCents = priced?.manualDiscountCents ?? 0
  return (
    <ApprovalDialog
      onClose={onClose}
      permission={permission}
      subject={{ kind: 'sale', id: cart.saleId }}
      amountCents={amountCents}
      onApproved={(approvalId) => {
        dispatch({ type: 'setApproval', approval: { approvalId, amountCents, at: Date.now() } })
        onApproved()
      }}
    >
      {t('till.approveDiscount', { amount: formatMoney(amountCents) })}
    </ApprovalDialog>
  )
}
