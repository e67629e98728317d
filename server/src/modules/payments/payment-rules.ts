/** Words of payments through providers, shared with the web. Pure. */
export const paymentProviders = ['wechat_pay', 'alipay', 'card_terminal'] as const
export type PaymentProvider = (typeof paymentProviders)[number]

/** How the customer pays: shows a code (付款码), scans ours, or uses the card terminal. */
export const paymentModes = ['code', 'qr', 'terminal'] as const
export type PaymentMode = (typeof paymentModes)[number]

export const paymentStates = ['created', 'sent', 'pending', 'confirmed', 'failed', 'cancelled', 'unknown'] as const
export type PaymentState = (typeof paymentStates)[number]

export const refundCauses = ['sale_refund', 'late', 'orphan'] as const
export type RefundCause = (typeof refundCauses)[number]

export const paymentRefundStates = ['pending', 'confirmed', 'failed'] as const
export type PaymentRefundState = (typeof paymentRefundStates)[number]
