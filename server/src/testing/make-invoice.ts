import { requestInvoice } from '#modules/invoices/request-invoice.ts'
import { saveSettings, type SettingsInput } from '#modules/invoices/settings.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

export const sellerTaxNumber = '91350100M000100Y43'
export const companyTaxNumber = '91310000MA1FL0AB0T'

/** E-invoices on, at a vendor that nobody is, unless the test has one. */
export async function turnOnInvoices(work: Work, given: Partial<SettingsInput> = {}): Promise<void> {
  await saveSettings(work, {
    isOn: true,
    baseUrl: 'http://127.0.0.1:1',
    appKey: 'regulars-test',
    secretKey: 's'.repeat(32),
    sellerTaxNumber,
    defaultTaxClass: '3070402000000000000',
    ...given,
  })
}

/** An invoice asked for over a sale, for a person. */
export async function makeInvoice(work: Work, saleId: string): Promise<{ id: string }> {
  const buyer = { type: 'personal' as const, name: '李小红', taxNumber: null, email: 'li@example.com' }
  const { invoiceId } = await requestInvoice(work, { invoiceId: newId(), saleId, buyer })
  return { id: invoiceId }
}
