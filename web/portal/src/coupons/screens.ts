import { screen } from '@web/ui/screen.ts'

/** Behind a link or a code in the shop: read before signing in. */
export const couponLinkScreens = [screen('coupon/:token', () => import('./coupon-link-page.tsx'), 'CouponLinkPage')]

export const couponScreens = [screen('coupons', () => import('./coupons-page.tsx'), 'CouponsPage')]
