/** What beginning and finishing a leaving may be refused with. */
export const gone = ['pass_not_found', 'pass_ended', 'pass_expired', 'cancel_asked_before'] as const

export const finishRefusals = [
  ...gone,
  ...['leaving_not_found', 'leaving_done', 'invalid_input', 'quote_changed', 'cancel_without_end', 'clock_moved_back'],
  ...['refund_exceeds_sale', 'payment_not_confirmed', 'payment_refund_too_large', 'store_closed'],
] as const
