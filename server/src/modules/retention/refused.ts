/** What beginning and finishing a leaving may be refused with. */
export const gone = ['pass_not_found', 'pass_ended', 'pass_expired', 'cancel_asked_before'] as const

export const beginRefusals = [...gone, 'invalid_input', 'leaving_done', 'plan_not_found', 'plan_stopped'] as const

/** Beside those, where staff say how they knew the member. */
export const proofRefusals = ['proof_needed', 'call_back_needed'] as const

export const finishRefusals = [
  ...gone,
  ...['leaving_not_found', 'leaving_done', 'invalid_input', 'quote_changed', 'cancel_without_end', 'clock_moved_back'],
  ...['refund_exceeds_sale', 'payment_not_confirmed', 'payment_refund_too_large', 'store_closed'],
] as const

export const surveyRefusals = ['leaving_not_found', 'survey_over'] as const

export const takeBackRefusals = [
  ...['leaving_not_found', 'cancel_not_asked', 'pass_not_found', 'pass_ended', 'clock_moved_back'],
  ...['pass_not_ended', 'pass_was_paid_back', 'restore_too_late', 'pass_expired', 'balance_too_large'],
] as const

export const offerRefusals = [
  ...['leaving_not_found', 'leaving_done', 'offer_not_found', 'offer_taken', 'offer_expired', 'offer_budget_spent'],
  ...['pass_not_found', 'pass_ended', 'pass_expired', 'pass_never_ends', 'clock_moved_back', 'cancel_not_asked'],
  ...['freeze_not_allowed', 'freeze_overlaps', 'freeze_days_used_up', 'freeze_times_used_up', 'freeze_too_short'],
  ...['freeze_over_used_day', 'freeze_beyond_end', 'freeze_before_begin', 'balance_insufficient'],
  ...['coupon_template_not_found', 'coupon_template_stopped', 'coupon_template_over', 'coupon_pool_short'],
  ...['coupon_member_limit', 'plan_not_found', 'plan_stopped', 'sale_not_found', 'quote_changed', 'change_costs_more'],
  ...['carried_money_mismatch', 'refund_exceeds_sale', 'store_closed', 'price_missing', 'product_unknown'],
] as const

export const phoneCodeRefusals = [
  ...['phone_code_wrong', 'phone_code_expired', 'phone_code_locked_out', 'too_many_requests'],
] as const

export const giftRefusals = [
  ...['pass_gift_not_found', 'pass_gift_taken', 'pass_gift_over', 'pass_not_found', 'pass_ended', 'pass_expired'],
  ...['pass_frozen', 'pass_has_bookings', 'transfer_to_oneself', 'transfer_not_allowed', 'quote_changed'],
  ...['member_not_found', 'member_merged', 'member_erased', 'member_blocked', 'clock_moved_back'],
] as const
