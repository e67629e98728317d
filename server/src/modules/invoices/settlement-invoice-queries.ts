import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { SettlementLine } from './settlement-invoice-rules.ts'

/** Who a party is on an invoice. */
export type Title = { name: string; taxNumber: string; version: number }

export type SettlementInvoiceRow = {
  id: string
  month: Day
  sellerId: string | null
  issuerId: string | null
  seq: number
  totalCents: number
  netCents: number
  taxCents: number
  lines: SettlementLine[]
  sellerName: string
  sellerTaxNumber: string
  buyerName: string
  buyerTaxNumber: string
  invoiceNumber: string
  confirmationNumber: string | null
  issuedDay: Day
}

/** The names and tax numbers of stores that settle by themselves, as last saved. */
export async function readTitles({ send, merchantId }: Work): Promise<Map<string, Title>> {
  const rows = await send<Title & { storeId: string }>(sql`
    select distinct on (store_id) store_id, name, tax_number, version from invoices.settlement_title
     where merchant_id = ${merchantId} order by store_id, version desc`)
  return new Map(rows.map(({ storeId, ...title }) => [storeId, title]))
}

/** False: somebody saved this version meanwhile. */
export async function insertTitle(
  { send, merchantId, at, actor }: Work,
  { storeId, name, taxNumber, version }: Title & { storeId: string },
): Promise<boolean> {
  const rows = await send(sql`
    insert into invoices.settlement_title (merchant_id, store_id, version, name, tax_number, at, author_id)
    values (${merchantId}, ${storeId}, ${version}, ${name}, ${taxNumber}, ${at}, ${actorId(actor)})
    on conflict do nothing returning version`)
  return rows.length > 0
}

/** What stored value paid in these sales and refunds, by rate of tax. */
export async function readShares(
  { send, merchantId }: Work,
  sourceIds: readonly string[],
): Promise<Map<string, { taxRateBps: number; cents: number }[]>> {
  if (sourceIds.length === 0) return new Map()
  const rows = await send<{ sourceId: string; taxRateBps: number; cents: number }>(sql`
    select s.source_id, s.tax_rate_bps, s.cents
      from unnest(${[...sourceIds]}::uuid[]) as v(id)
     cross join lateral (select * from cashier.read_stored_value_share s
                          where s.merchant_id = ${merchantId} and s.source_id = v.id offset 0) s
     where s.cents <> 0 order by s.source_id, s.tax_rate_bps`)
  return Map.groupBy(rows, ({ sourceId }) => sourceId)
}

const columns = sql`id, month::text, seller_id, issuer_id, seq, total_cents, net_cents, tax_cents, lines, seller_name, seller_tax_number,
  buyer_name, buyer_tax_number, invoice_number, confirmation_number, issued_day::text`

/** Invoices between stores of one month, by when they were recorded. */
export function readSettlementInvoices({ send, merchantId }: Work, month: Day): Promise<SettlementInvoiceRow[]> {
  return send<SettlementInvoiceRow>(sql`
    select ${columns} from invoices.settlement_invoice
     where merchant_id = ${merchantId} and month = ${month}::date order by at, id`)
}

/** `number`: it was recorded before; `turn`: somebody recorded one of the same two parties meanwhile. */
export async function insertSettlementInvoice(
  { send, merchantId, at, actor }: Work,
  row: SettlementInvoiceRow,
): Promise<'written' | 'number' | 'turn'> {
  const rows = await send(sql`
    insert into invoices.settlement_invoice (merchant_id, id, month, seller_id, issuer_id, seq, total_cents, net_cents, tax_cents, lines,
           seller_name, seller_tax_number, buyer_name, buyer_tax_number, invoice_number, confirmation_number, issued_day, at, author_id)
    values (${merchantId}, ${row.id}, ${row.month}, ${row.sellerId}, ${row.issuerId}, ${row.seq}, ${row.totalCents}, ${row.netCents},
            ${row.taxCents}, ${JSON.stringify(row.lines)}::jsonb, ${row.sellerName}, ${row.sellerTaxNumber}, ${row.buyerName},
            ${row.buyerTaxNumber}, ${row.invoiceNumber}, ${row.confirmationNumber}, ${row.issuedDay}, ${at}, ${actorId(actor)})
    on conflict do nothing returning id`)
  if (rows.length > 0) return 'written'
  const same = await send(sql`
    select 1 from invoices.settlement_invoice where merchant_id = ${merchantId} and invoice_number = ${row.invoiceNumber}`)
  return same.length > 0 ? 'number' : 'turn'
}
