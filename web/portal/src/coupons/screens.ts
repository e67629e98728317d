import { screen } from '@web/ui/screen.ts'

export const couponScreens = [screen('coupons', () => import('./coupons-page.tsx'), 'CouponsPage')]
