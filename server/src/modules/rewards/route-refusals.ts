/** Members that are none (any more). */
export const goneMembers = ['member_not_found', 'member_merged', 'member_erased', 'member_blocked'] as const
/** Balances that do not cover it, or would grow too large. */
export const shortBalances = ['balance_insufficient', 'balance_too_large'] as const

/** Why a reward is not redeemed. */
export const redeemRefusals = [
  ...[...goneMembers, ...shortBalances, 'reward_not_found', 'store_not_found', 'store_closed', 'quote_changed'],
  ...['reward_not_on', 'reward_sold_out', 'reward_member_limit', 'reward_not_delivered', 'reward_pick_up_store'],
  ...['reward_till_pay', 'reward_one_at_a_time', 'reward_clock_back', 'special_over', 'special_spent'],
  ...['coupon_template_not_found', 'coupon_template_stopped', 'coupon_template_over', 'coupon_member_limit'],
  'coupon_pool_short',
] as const

/** Why a redemption is not taken back. */
export const cancelRefusals = [
  ...['redemption_not_found', 'redemption_over', 'reward_clock_back'],
  ...['coupon_used', 'coupon_offered', 'coupon_not_found'],
] as const
