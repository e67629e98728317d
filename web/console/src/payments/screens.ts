import { screen } from '#app/screen.ts'

export const paymentScreens = [
  screen('payments', () => import('./payment-list-page.tsx'), 'PaymentListPage'),
  screen('payments/:paymentId', () => import('./payment-page.tsx'), 'PaymentPage'),
  screen('settings/payments', () => import('./accounts-page.tsx'), 'PaymentAccountsPage'),
]
