import { readSaleShares } from '#modules/cashier/money-shares.ts'
import type { Transport } from '#modules/payments/provider-http.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { noteDue } from '#platform/due-work.ts'
import { providerSeconds } from '#platform/metrics.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { type InvoiceRow, leaseDueInvoices, readInvoice, updateInvoice } from './invoice-queries.ts'
import { invoiceableTotal } from './invoice-rules.ts'
import { type InvoiceStep, requestNumberOf, stepAfter, type VendorAnswer } from './invoice-step-rules.ts'
import { amountsOf, invoicesDueKind, openBuyer } from './request-invoice.ts'
import { openVendor } from './settings.ts'
import type { InvoiceOrder, InvoiceVendor } from './vendor-port.ts'

export type DriveTools = { database: Database; clock: Clock; log: (line: string) => void; transport?: Transport }

const actor = { kind: 'system', name: 'invoices' } as const

/** Longer than the two calls that one visit may make, each of ten seconds. */
export const leaseMs = 30_000

/** One transaction of the module's own; no vendor is called inside it. */
export function inOwnWork<T>(tools: DriveTools, merchantId: string, body: (work: Work) => Promise<T>): Promise<T> {
  return inRetriedTransaction(tools.database, { merchantId, actor, at: tools.clock.now() }, body)
}

/**
 * Takes one invoice for this process if it is due and nobody is at it: sends it, or asks what became of it. Returns when it is
 * due again; null when there is nothing more to do about it here.
 */
export async function driveIfDue(tools: DriveTools, merchantId: string, invoiceId: string): Promise<Date | null> {
  const leased = await inOwnWork(tools, merchantId, (work) =>
    leaseDueInvoices(work, new Date(work.at.getTime() + leaseMs), 1, invoiceId),
  )
  return leased.length > 0 ? driveInvoice(tools, merchantId, invoiceId) : null
}

/**
 * Talks to the vendor about an invoice that this process has leased. That a request leaves is committed before it does; one that
 * may have left is asked about by its number first and sent again only if the vendor never heard of it, under the same number.
 */
export async function driveInvoice(tools: DriveTools, merchantId: string, invoiceId: string): Promise<Date | null> {
  const visit = await inOwnWork(tools, merchantId, (work) => beginVisit(work, invoiceId, tools.transport))
  if (!visit) return null
  const { vendor, order, wasSent } = visit
  let answer: VendorAnswer = { kind: 'absent' }
  if (wasSent) answer = await call(tools, 'query', () => vendor.query(order, tools.clock.now()))
  if (answer.kind === 'absent') answer = await call(tools, 'issue', () => vendor.issue(order, tools.clock.now()))
  return inOwnWork(tools, merchantId, (work) => recordAnswer(work, invoiceId, visit.attempt, answer))
}

/** One call, timed. A fault of our own is not an answer: it is logged, and what happened is asked for later. */
async function call(tools: DriveTools, name: string, ask: () => Promise<VendorAnswer>): Promise<VendorAnswer> {
  const stop = providerSeconds.startTimer({ provider: 'invoice_vendor', call: name })
  const answer = await ask().catch((error: unknown) => {
    tools.log(`invoice vendor ${name}: ${(error as Error).message}`)
    return { kind: 'lost', reason: 'fault' } as const
  })
  stop({ answer: answer.kind })
  return answer
}

type Visit = { vendor: InvoiceVendor; order: InvoiceOrder; wasSent: boolean; attempt: number }

/**
 * What is to be asked, in a transaction of its own. The first visit of an attempt fixes its lines: what is left of the sale at that
 * moment. Locks the invoice.
 */
async function beginVisit(work: Work, invoiceId: string, transport?: Transport): Promise<Visit | null> {
  const known = await readInvoice(work, invoiceId, true)
  if (!known || (known.state !== 'requested' && known.state !== 'issuing')) return null
  const opened = await openVendor(work, transport)
  assert(opened, 'an invoice is asked for only where a vendor is set up')
  const { vendor, settings } = opened
  const wasSent = known.state === 'issuing'
  const row = wasSent ? known : await firstVisit(work, known, settings.defaultTaxClass)
  if (!row) return null
  const order = {
    requestNumber: requestNumberOf(row.id, row.attempt),
    businessNumber: row.receiptNumber,
    sellerTaxNumber: settings.sellerTaxNumber,
    buyer: openBuyer(work, row),
    lines: row.lines,
    totals: { totalCents: row.totalCents, netCents: row.netCents, taxCents: row.taxCents },
  }
  return { vendor, order, wasSent, attempt: row.attempt }
}

async function firstVisit(work: Work, known: InvoiceRow, defaultTaxClass: string): Promise<InvoiceRow | null> {
  const shares = await readSaleShares(work, known.saleId)
  assert(shares, 'an invoice has its sale')
  const amounts = await amountsOf(work, shares, defaultTaxClass)
  if (amounts.totalCents === 0) {
    // Everything came back before anything was sent: there is nothing to invoice, and nothing to take back.
    await writeStep(work, known, { to: 'failed', reason: 'nothing_to_invoice', nextAt: null })
    return null
  }
  const leasedUntil = new Date(work.at.getTime() + leaseMs)
  const state = {
    state: 'issuing' as const,
    attempt: known.attempt + 1,
    askedCount: 0,
    nextAt: leasedUntil,
    leasedUntil,
  }
  const row = { ...known, ...amounts, ...state }
  await Promise.all([updateInvoice(work, row), noteDue(work, invoicesDueKind, leasedUntil)])
  return row
}

/**
 * Records what a vendor said about an attempt: the next state and its event in one transaction. An answer to an attempt that is
 * over, or to an invoice that is issued, changes nothing. Locks the invoice, then reads what is left of the sale.
 *
 * Returns when the invoice is due again.
 */
export async function recordAnswer(
  work: Work,
  invoiceId: string,
  attempt: number,
  answer: VendorAnswer,
): Promise<Date | null> {
  const known = await readInvoice(work, invoiceId, true)
  if (!known || known.attempt !== attempt) return null
  const shares = await readSaleShares(work, known.saleId)
  assert(shares, 'an invoice has its sale')
  const step = stepAfter(known, answer, { at: work.at, restCents: invoiceableTotal(shares.lines) })
  if (!step) return null
  const issued =
    answer.kind === 'issued' ? { invoiceNumber: answer.invoiceNumber, files: answer.files, issuedAt: work.at } : {}
  await writeStep(work, { ...known, ...issued }, step)
  return step.nextAt
}

async function writeStep(work: Work, known: InvoiceRow, { to, reason, nextAt }: InvoiceStep): Promise<void> {
  await updateInvoice(work, {
    ...known,
    ...{ state: to, reason, nextAt, leasedUntil: null, askedCount: known.askedCount + 1 },
  })
  if (nextAt) await noteDue(work, invoicesDueKind, nextAt)
  if (to === 'requested' || to === 'issuing') return
  const { id, saleId, storeId, totalCents } = known
  const data = { invoiceId: id, saleId, storeId, totalCents, ...(reason ? { reason } : {}) }
  const tell = (type: string) => work.emit({ type, subject: { kind: 'invoice', id }, data })
  // One that a refund has overtaken is issued all the same: whoever counts invoices hears of both.
  if (to !== 'failed') tell('invoice.issued')
  if (to !== 'issued') tell(`invoice.${to}`)
}
