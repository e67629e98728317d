import { screen } from '#app/screen.ts'

export const topUpScreens = [
  screen('top-ups/offers', () => import('./offers-page.tsx'), 'OffersPage'),
  screen('top-ups/settlement', () => import('./settlement-page.tsx'), 'SettlementPage'),
  screen('top-ups/settlement/invoices', () => import('./settlement-invoices-page.tsx'), 'SettlementInvoicesPage'),
  screen('top-ups/:topUpId', () => import('./top-up-page.tsx'), 'TopUpPage'),
]
