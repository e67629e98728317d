import { readSaleShares } from '#modules/cashier/money-shares.ts'
import { storesOf } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { Refused } from '#shared/refusal.ts'
import { insertRedLetter, type InvoiceRow, readInvoice, updateInvoice } from './invoice-queries.ts'
import { invoiceableTotal } from './invoice-rules.ts'
import { redLetterCents } from './invoice-step-rules.ts'
import { type InvoiceAsked, openBuyer, startAnew } from './request-invoice.ts'
import { readSettings } from './settings-queries.ts'

/** One invoice, for who works in its store; for anybody else there is none. */
export async function ownInvoice(work: Work, invoiceId: string, lock = false): Promise<InvoiceRow> {
  const invoice = await readInvoice(work, invoiceId, lock)
  if (!invoice || storesOf(work.actor)?.includes(invoice.storeId) === false) throw new Refused('invoice_not_found')
  return invoice
}

/** What may be invoiced of the invoice's sale now. */
export async function restOf(work: Work, { saleId }: Pick<InvoiceRow, 'saleId'>): Promise<number> {
  const shares = await readSaleShares(work, saleId)
  assert(shares, 'an invoice has its sale')
  return invoiceableTotal(shares.lines)
}

/** Starts a failed invoice anew, for the same buyer, over what is left of the sale now. Locks the invoice. */
export async function retryInvoice(work: Work, invoiceId: string): Promise<InvoiceAsked> {
  const invoice = await ownInvoice(work, invoiceId, true)
  if (invoice.state !== 'failed') throw new Refused('invoice_not_failed')
  const [settings, shares] = await Promise.all([readSettings(work), readSaleShares(work, invoice.saleId)])
  if (!settings?.secret) throw new Refused('invoices_not_offered')
  assert(shares, 'an invoice has its sale')
  const asked = await startAnew(work, invoice, shares, openBuyer(work, invoice), settings.defaultTaxClass)
  work.audit({
    action: 'invoices.retry',
    subject: { kind: 'invoice', id: invoiceId },
    changes: { reason: [invoice.reason, null] },
  })
  return asked
}

export type RedLetterInput = {
  redLetterId: string
  invoiceId: string
  confirmationNumber: string
  redInvoiceNumber: string
}

/**
 * Records the red letter that a person made out at the tax office for what was refunded: only with the number of its
 * confirmation (红字确认单), which serves once. The invoice stands for the rest again. Locks the invoice.
 */
export async function recordRedLetter(work: Work, input: RedLetterInput): Promise<{ amountCents: number }> {
  const { invoiceId, redLetterId: id, confirmationNumber, redInvoiceNumber } = input
  const invoice = await ownInvoice(work, invoiceId, true)
  if (invoice.state !== 'red_letter_needed') throw new Refused('no_red_letter_due')
  const amountCents = redLetterCents(invoice, await restOf(work, invoice))
  assert(amountCents > 0, 'a red letter that is needed has an amount')
  const isNew = await insertRedLetter(work, invoiceId, { id, confirmationNumber, redInvoiceNumber, amountCents })
  if (!isNew) throw new Refused('red_letter_recorded')
  await updateInvoice(work, { ...invoice, state: 'issued', redCents: invoice.redCents + amountCents })
  work.emit({
    type: 'invoice.red_lettered',
    subject: { kind: 'invoice', id: invoiceId },
    data: { invoiceId, saleId: invoice.saleId, storeId: invoice.storeId, amountCents },
  })
  work.audit({
    action: 'invoices.red_letter',
    subject: { kind: 'invoice', id: invoiceId },
    changes: {
      redCents: [invoice.redCents, invoice.redCents + amountCents],
      confirmationNumber: [null, confirmationNumber],
    },
  })
  return { amountCents }
}
