import { screen } from '@web/ui/screen.ts'

export const passScreens = [
  screen('pass-plans', () => import('./pass-shop-page.tsx'), 'PassShopPage'),
  screen('pass-plans/:planId', () => import('./buy-pass-page.tsx'), 'BuyPassPage'),
]
