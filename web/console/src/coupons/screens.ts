import { screen } from '#app/screen.ts'

export const couponScreens = [
  screen('coupons', () => import('./templates-page.tsx'), 'TemplatesPage'),
  screen('coupons/:couponTemplateId', () => import('./template-page.tsx'), 'TemplatePage'),
]
