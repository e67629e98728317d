import { screen } from '@web/ui/screen.ts'

export const passScreens = [
  screen('pass-plans', () => import('./pass-shop-page.tsx'), 'PassShopPage'),
  screen('pass-plans/compare', () => import('./compare-page.tsx'), 'ComparePage'),
  screen('pass-pin', () => import('./pin-page.tsx'), 'PinPage'),
  screen('pass-plans/:planId', () => import('./buy-pass-page.tsx'), 'BuyPassPage'),
  screen('passes/:passId/rest', () => import('./rest-page.tsx'), 'RestPage'),
  screen('passes/:passId/change', () => import('./change-page.tsx'), 'ChangePage'),
  screen('passes/:passId/change/:planId', () => import('./change-to-page.tsx'), 'ChangeToPage'),
]
