import { screen } from '@web/ui/screen.ts'

export const receiptScreens = [
  screen('receipts', () => import('./receipts-page.tsx'), 'ReceiptsPage'),
  screen('receipts/:saleId', () => import('./receipt-page.tsx'), 'ReceiptPage'),
]
