import type { Buyer } from './buyer-rules.ts'
import type { InvoiceLine, InvoiceTotals } from './invoice-rules.ts'
import type { VendorAnswer } from './invoice-step-rules.ts'

/** One request for an ordinary e-invoice, complete. */
export type InvoiceOrder = {
  /** Makes a repeated request one invoice. */
  requestNumber: string
  /** The shop's own: the receipt. */
  businessNumber: string
  sellerTaxNumber: string
  buyer: Buyer
  lines: readonly InvoiceLine[]
  totals: InvoiceTotals
}

/** A vendor of e-invoices. Calls never reject for what happens on the way: that is `lost`. `at` signs the request. */
export type InvoiceVendor = {
  issue(order: InvoiceOrder, at: Date): Promise<VendorAnswer>
  /** What became of a request. `totals` are what an issued one must come to. */
  query(request: { requestNumber: string; totals: InvoiceTotals }, at: Date): Promise<VendorAnswer>
}
