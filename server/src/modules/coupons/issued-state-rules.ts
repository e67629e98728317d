/** How a coupon stands, as the list of a kind's coupons asks for it. */
export const issuedStates = ['usable', 'used', 'expired', 'void'] as const
export type IssuedState = (typeof issuedStates)[number]
