import { screen } from '#app/screen.ts'

export const promotionScreens = [
  screen('promotions', () => import('./promotions-page.tsx'), 'PromotionsPage'),
  screen('promotions/:promotionId', () => import('./promotion-page.tsx'), 'PromotionPage'),
]
