import { planLineRefusals } from '#modules/passes/plan-facts.ts'
import { cashierRefusals } from '#modules/cashier/refusals.ts'

const couponRefusals = [
  ...['coupon_not_found', 'coupon_used', 'coupon_void', 'coupon_not_yet', 'coupon_expired', 'coupon_of_another'],
  ...['coupon_not_here', 'coupon_not_now', 'coupon_budget_spent'],
]

/** What booking a sale may be refused with, for the routes that do. */
export const saleRefusals: readonly string[] = [
  ...[
    'store_not_found',
    'store_not_allowed',
    'store_closed',
    'shift_not_open',
    'quote_changed',
    'stock_short',
    'item_not_open',
  ],
  ...['balance_insufficient', 'balance_too_large', 'promotion_used_up', ...couponRefusals],
  ...['member_not_found', 'member_merged', 'member_erased', 'member_blocked'],
  ...['points_not_accepted', 'points_too_few', 'points_not_in_steps', 'points_over_share'],
  ...['gift_card_not_found', 'gift_card_blank', 'gift_card_blocked', 'gift_card_elsewhere'],
  ...['payment_not_found', 'payment_claimed', 'payment_of_another_sale', 'payment_given_back'],
  ...['payment_not_confirmed', 'payment_mismatch'],
  ...['approval_not_found', 'approval_used', 'approval_expired', 'approval_mismatch'],
  ...planLineRefusals,
  ...Object.keys(cashierRefusals),
]
