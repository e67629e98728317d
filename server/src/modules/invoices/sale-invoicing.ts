import { readSaleShares } from '#modules/cashier/money-shares.ts'
import type { TenderKind } from '#modules/cashier/pricing/pricing-types.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { readOrigins } from '#modules/ledger/store-moves.ts'
import { readPartyOf } from '#modules/stored-value/settle-stores.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { sumCents } from '#shared/money.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { invoiceableTotal } from './invoice-rules.ts'

/** Why a part of a payment may be invoiced or not (R8). */
export type InvoiceFlag = 'invoiceable' | 'invoiced_when_sold' | 'given'

const flags: Record<TenderKind, InvoiceFlag> = {
  cash: 'invoiceable',
  other: 'invoiceable',
  stored_value: 'invoiced_when_sold',
  gift_card: 'invoiced_when_sold',
  points: 'given',
}

/**
 * Part by part, what of a sale may be invoiced to its customer, and by which stores the principal was sold that paid for it: of another
 * party's this store invoices that party, with the month. After refunds. Refuses an unknown sale and a foreign store. Locks nothing.
 */
export async function readSaleInvoicing(work: Work, saleId: string) {
  const [sale, shares, partyOf] = await Promise.all([
    readSale(work, saleId),
    readSaleShares(work, saleId),
    readPartyOf(work),
  ])
  if (!sale || !shares) throw new Refused('sale_not_found')
  accept(refuseForeignStore(work.actor, sale.storeId))
  const sources = [{ kind: 'sale', id: saleId }, ...sale.refunds.map(({ id }) => ({ kind: 'refund', id }))]
  const isPrepaid = sale.tenders.some(({ kind }) => kind === 'stored_value')
  const origins = isPrepaid ? await readOrigins(work, { asset: 'stored_principal', sources }) : []
  const kinds = [...new Set(sale.tenders.map(({ kind }) => kind))]
  return {
    invoiceableCents: invoiceableTotal(shares.lines),
    parts: kinds.map((kind) => ({
      kind,
      keptCents: sumCents(shares.lines.map(({ paidCents }) => paidCents[kind] ?? 0)),
      flag: flags[kind],
    })),
    origins: origins.map(({ originStoreId, units }) => ({
      originStoreId,
      principalCents: units,
      isInvoicedBetween: partyOf(originStoreId) !== partyOf(sale.storeId),
    })),
  }
}
