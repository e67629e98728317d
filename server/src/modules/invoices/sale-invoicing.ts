import { readSaleShares } from '#modules/cashier/money-shares.ts'
import type { TenderKind } from '#modules/cashier/pricing/pricing-types.ts'
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
  const [sale, partyOf] = await Promise.all([readSaleShares(work, saleId), readPartyOf(work)])
  if (!sale) throw new Refused('sale_not_found')
  const { storeId, lines, tenderKinds, refundIds } = sale
  accept(refuseForeignStore(work.actor, storeId))
  const sources = [{ kind: 'sale', id: saleId }, ...refundIds.map((id) => ({ kind: 'refund', id }))]
  const isPrepaid = tenderKinds.includes('stored_value')
  const origins = isPrepaid ? await readOrigins(work, { asset: 'stored_principal', sources }) : []
  return {
    invoiceableCents: invoiceableTotal(lines),
    parts: tenderKinds.map((kind) => ({
      kind,
      keptCents: sumCents(lines.map(({ paidCents }) => paidCents[kind] ?? 0)),
      flag: flags[kind],
    })),
    origins: origins.map(({ originStoreId, units }) => ({
      originStoreId,
      principalCents: units,
      isInvoicedBetween: partyOf(originStoreId) !== partyOf(storeId),
    })),
  }
}
