import { screen } from '#app/screen.ts'

/** Sales for whoever works here. */
export const saleScreens = [
  screen('sales', () => import('./sale-list-page.tsx'), 'SaleListPage'),
  screen('refunds', () => import('./refund-list-page.tsx'), 'RefundListPage'),
  screen('refunds/:returnId', () => import('./bare-return-page.tsx'), 'BareReturnPage'),
  screen('reports/cashier-tasks', () => import('./task-timing-page.tsx'), 'TaskTimingPage'),
  screen('sales/:saleId', () => import('./sale-page.tsx'), 'SalePage'),
]

/** The receipt behind its QR code, for the customer: no sign-in. */
export const receiptScreens = [screen('receipt/:token', () => import('./receipt-page.tsx'), 'ReceiptPage')]
