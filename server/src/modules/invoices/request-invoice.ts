import { readTaxClasses } from '#modules/catalog/tax-classes.ts'
import { readSaleShares, type SaleShares } from '#modules/cashier/money-shares.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { noteDue } from '#platform/due-work.ts'
import { seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { businessDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { type Buyer, type BuyerType, isSameBuyer, readBuyer } from './buyer-rules.ts'
import { insertInvoice, type InvoiceRow, readInvoiceOfSale, updateInvoice } from './invoice-queries.ts'
import { invoiceLines, totalsOf } from './invoice-rules.ts'
import { readSettings } from './settings-queries.ts'

/** When invoices wait for their vendor: the kind of their due rows. */
export const invoicesDueKind = 'invoices.due'

const buyerPurpose = 'invoices.buyer'
const buyerContext = (invoiceId: string) => `invoices.invoice/${invoiceId}`

export type InvoiceWish = {
  /** Of the new invoice, where the sale has none yet. */
  invoiceId: string
  saleId: string
  buyer: { type: BuyerType; name: string; taxNumber: string | null; email: string }
}

export type InvoiceAsked = { invoiceId: string; state: InvoiceRow['state']; totalCents: number }

/**
 * Asks for the e-invoice of a sale, over what is left of it and was paid with money (R8). A sale has one: asked for again by the
 * same buyer it is the same, and one that failed starts anew with what the buyer says now.
 *
 * Refuses where the shop has it off, where nothing is left to invoice, a number that does not check, and another buyer. Locks
 * the invoice; of two at once for one sale the first makes it. Nothing leaves yet: `InvoiceRunner.take`, after the commit.
 */
export async function requestInvoice(work: Work, wish: InvoiceWish): Promise<InvoiceAsked> {
  const buyer = accept(readBuyer(wish.buyer))
  const settings = await readSettings(work)
  if (!settings?.isOn) throw new Refused('invoices_not_offered')
  const shares = await readSaleShares(work, wish.saleId)
  if (!shares) throw new Refused('sale_not_found')
  const known = await readInvoiceOfSale(work, wish.saleId, true)
  if (known) return askAgain(work, known, shares, buyer, settings.defaultTaxClass)
  const made = await newInvoice(work, wish.invoiceId, shares, buyer, settings.defaultTaxClass)
  await insertInvoice(work, made)
  const kept = await readInvoiceOfSale(work, wish.saleId, true)
  assert(kept, 'the sale has its invoice now')
  if (kept.id !== made.id) return askAgain(work, kept, shares, buyer, settings.defaultTaxClass)
  await noteDue(work, invoicesDueKind, work.at)
  tellRequested(work, made)
  return askedOf(made)
}

const askedOf = ({ id: invoiceId, state, totalCents }: InvoiceRow): InvoiceAsked => ({ invoiceId, state, totalCents })

async function askAgain(work: Work, known: InvoiceRow, shares: SaleShares, buyer: Buyer, defaultTaxClass: string) {
  if (known.state === 'failed') return startAnew(work, known, shares, buyer, defaultTaxClass)
  if (!isSameBuyer(openBuyer(work, known), buyer)) throw new Refused('invoice_asked_already')
  return askedOf(known)
}

/** A failed invoice asked for once more: by its buyer, or by a person of the shop. The caller has locked it. */
export async function startAnew(
  work: Work,
  known: InvoiceRow,
  shares: SaleShares,
  buyer: Buyer,
  defaultTaxClass: string,
): Promise<InvoiceAsked> {
  const fresh = await newInvoice(work, known.id, shares, buyer, defaultTaxClass)
  const { attempt, businessDay: day, requestedAt } = known
  const row = { ...fresh, attempt, businessDay: day, requestedAt }
  await Promise.all([updateInvoice(work, row), noteDue(work, invoicesDueKind, work.at)])
  tellRequested(work, row)
  return askedOf(row)
}

async function newInvoice(
  work: Work,
  id: string,
  shares: SaleShares,
  buyer: Buyer,
  defaultTaxClass: string,
): Promise<InvoiceRow> {
  const { saleId, storeId, receiptNumber } = shares
  const [amounts, stores] = await Promise.all([amountsOf(work, shares, defaultTaxClass), storeFacts(work, [storeId])])
  if (amounts.totalCents === 0) throw new Refused('nothing_to_invoice')
  const store = stores.get(storeId)!
  return {
    ...{ id, saleId, storeId, receiptNumber, ...amounts },
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    state: 'requested',
    reason: null,
    attempt: 0,
    buyerType: buyer.type,
    buyer: seal(work.key(buyerPurpose), JSON.stringify(buyer), buyerContext(id)),
    redCents: 0,
    invoiceNumber: null,
    files: {},
    requestedAt: work.at,
    issuedAt: null,
    askedCount: 0,
    nextAt: work.at,
    leasedUntil: null,
  }
}

/** Lines and sums of what may be invoiced of a sale now. */
export async function amountsOf(work: Work, shares: SaleShares, defaultTaxClass: string) {
  const taxClasses = await readTaxClasses(work, [...new Set(shares.lines.map(({ itemId }) => itemId))])
  const lines = invoiceLines(shares.lines, taxClasses, defaultTaxClass)
  return { lines, ...totalsOf(lines) }
}

export function openBuyer(work: Work, { id, buyer }: Pick<InvoiceRow, 'id' | 'buyer'>): Buyer {
  const opened = unseal(work.key(buyerPurpose), buyer, buyerContext(id))
  assert(opened, 'a buyer opens with the merchant’s key')
  return JSON.parse(opened.toString('utf8')) as Buyer
}

function tellRequested(work: Work, { id, saleId, storeId, totalCents }: InvoiceRow): void {
  const data = { invoiceId: id, saleId, storeId, totalCents }
  work.emit({ type: 'invoice.requested', subject: { kind: 'invoice', id }, data })
}
