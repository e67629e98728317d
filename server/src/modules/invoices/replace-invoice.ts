import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { insertRedLetter, updateInvoice } from './invoice-queries.ts'
import { requestInvoice, type InvoiceAsked, type InvoiceWish } from './request-invoice.ts'
import { ownInvoice, type RedLetterInput } from './settle-invoice.ts'

export type ReplaceInput = RedLetterInput & { reason: string; buyer: InvoiceWish['buyer'] }

/**
 * 换开: an invoice that was made out to the wrong buyer, taken back whole and asked for anew. The red letter over all that still
 * stands is made out at the tax office before (红字确认单, which serves once); it is recorded here, the invoice is reversed, and the
 * sale has room for another, over what is left of it now.
 *
 * Refuses one that is not issued, a confirmation that served already, and what `requestInvoice` refuses. Locks the invoice.
 */
export async function replaceInvoice(work: Work, input: ReplaceInput): Promise<InvoiceAsked & { amountCents: number }> {
  const { invoiceId, redLetterId: id, confirmationNumber, redInvoiceNumber, reason, buyer } = input
  const invoice = await ownInvoice(work, invoiceId, true)
  if (invoice.state !== 'issued' && invoice.state !== 'red_letter_needed') throw new Refused('invoice_not_issued')
  const amountCents = invoice.totalCents - invoice.redCents
  if (amountCents === 0) throw new Refused('nothing_to_invoice')
  const isNew = await insertRedLetter(work, invoiceId, { id, confirmationNumber, redInvoiceNumber, amountCents })
  if (!isNew) throw new Refused('red_letter_recorded')
  await updateInvoice(work, { ...invoice, state: 'reversed', redCents: invoice.totalCents, nextAt: null })
  const { saleId, storeId } = invoice
  work.emit({
    type: 'invoice.red_lettered',
    subject: { kind: 'invoice', id: invoiceId },
    data: { invoiceId, saleId, storeId, amountCents },
  })
  const asked = await requestInvoice(work, { invoiceId: newId(work.at.getTime()), saleId, buyer })
  work.audit({
    action: 'invoices.replace',
    subject: { kind: 'invoice', id: invoiceId },
    changes: {
      redCents: [invoice.redCents, invoice.totalCents],
      confirmationNumber: [null, confirmationNumber],
      replacedBy: [null, asked.invoiceId],
    },
    reason,
  })
  return { ...asked, amountCents }
}
