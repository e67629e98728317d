import { screen } from '#app/screen.ts'

export const invoiceScreens = [
  screen('invoices', () => import('./invoice-list-page.tsx'), 'InvoiceListPage'),
  screen('invoices/:invoiceId', () => import('./invoice-page.tsx'), 'InvoicePage'),
  screen('settings/invoices', () => import('./invoice-settings-page.tsx'), 'InvoiceSettingsPage'),
]
