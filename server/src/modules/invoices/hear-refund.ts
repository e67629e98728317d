import { readSaleShares } from '#modules/cashier/money-shares.ts'
import type { Subscription } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { readInvoiceOfSale, updateInvoice } from './invoice-queries.ts'
import { invoiceableTotal } from './invoice-rules.ts'
import { redLetterCents } from './invoice-step-rules.ts'

/**
 * A refund of a sale whose invoice is issued makes a red letter due: what was invoiced no longer stands. An invoice that has not
 * left yet takes what is left by itself, and one that is being issued is compared when the vendor answers.
 *
 * Idempotent: compares the invoice with what is left of the sale, whatever event told of it. Locks the invoice.
 */
export async function hearRefund(work: Work, saleId: string): Promise<void> {
  const invoice = await readInvoiceOfSale(work, saleId, true)
  if (invoice?.state !== 'issued') return
  const shares = await readSaleShares(work, saleId)
  assert(shares, 'an invoice has its sale')
  const dueCents = redLetterCents(invoice, invoiceableTotal(shares.lines))
  if (dueCents === 0) return
  await updateInvoice(work, { ...invoice, state: 'red_letter_needed' })
  const { id, storeId } = invoice
  const data = { invoiceId: id, saleId, storeId, dueCents }
  work.emit({ type: 'invoice.red_letter_needed', subject: { kind: 'invoice', id }, data })
}

export const refundedInvoices: Subscription = {
  name: 'invoices.hear_refund',
  types: ['sale.refunded'],
  handle: (work, { data }) => hearRefund(work, String(data['saleId'])),
}
