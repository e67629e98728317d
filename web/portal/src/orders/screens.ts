import { screen } from '@web/ui/screen.ts'

export const orderScreens = [screen('orders/:orderId', () => import('./order-page.tsx'), 'OrderPage')]
