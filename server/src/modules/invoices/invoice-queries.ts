import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { BuyerType } from './buyer-rules.ts'
import type { InvoiceLine, InvoiceTotals } from './invoice-rules.ts'
import type { InvoiceFiles, InvoiceState, StandingState } from './invoice-step-rules.ts'

export type InvoiceRow = InvoiceTotals & {
  id: string
  saleId: string
  storeId: string
  receiptNumber: string
  businessDay: string
  state: InvoiceState
  reason: string | null
  attempt: number
  buyerType: BuyerType
  buyer: Buffer
  lines: InvoiceLine[]
  redCents: number
  invoiceNumber: string | null
  files: InvoiceFiles
  requestedAt: Date
  issuedAt: Date | null
  askedCount: number
  nextAt: Date | null
  leasedUntil: Date | null
}

export type StandingInvoiceRow = InvoiceRow & { state: StandingState }

const columns = sql`i.id, i.sale_id, i.store_id, i.receipt_number, i.business_day, i.state, i.reason, i.attempt, i.buyer_type,
  i.buyer, i.total_cents, i.net_cents, i.tax_cents, i.lines, i.red_cents, i.invoice_number, i.files, i.requested_at,
  i.issued_at, i.asked_count, i.next_at, i.leased_until`

/** Writes a new invoice; the one that the sale has already stays as it is. */
export async function insertInvoice(work: Work, row: InvoiceRow): Promise<void> {
  await work.send(sql`
    insert into invoices.invoice (merchant_id, id, sale_id, store_id, receipt_number, business_day, state, attempt, buyer_type,
           buyer, total_cents, net_cents, tax_cents, lines, requested_at, changed_at, next_at)
    values (${work.merchantId}, ${row.id}, ${row.saleId}, ${row.storeId}, ${row.receiptNumber}, ${row.businessDay}, ${row.state},
            ${row.attempt}, ${row.buyerType}, ${row.buyer}, ${row.totalCents}, ${row.netCents}, ${row.taxCents},
            ${JSON.stringify(row.lines)}::jsonb, ${work.at}, ${work.at}, ${row.nextAt})
    on conflict (merchant_id, sale_id) where state <> 'reversed' do nothing`)
}

export async function readInvoice(work: Work, id: string, lock = false): Promise<InvoiceRow | undefined> {
  const [row] = await work.send<InvoiceRow>(sql`
    select ${columns} from invoices.invoice i
     where i.merchant_id = ${work.merchantId} and i.id = ${id} ${lock ? sql`for update` : sql``}`)
  return row
}

/** The invoice that stands for a sale: one that was reversed does not. */
export async function readInvoiceOfSale(
  work: Work,
  saleId: string,
  lock = false,
): Promise<StandingInvoiceRow | undefined> {
  const [row] = await work.send<StandingInvoiceRow>(sql`
    select ${columns} from invoices.invoice i
     where i.merchant_id = ${work.merchantId} and i.sale_id = ${saleId} and i.state <> 'reversed' ${lock ? sql`for update` : sql``}`)
  return row
}

/** Writes what may change of a locked invoice. */
export async function updateInvoice(work: Work, row: InvoiceRow): Promise<void> {
  await work.send(sql`
    update invoices.invoice
       set state = ${row.state}, reason = ${row.reason}, attempt = ${row.attempt}, buyer_type = ${row.buyerType},
           buyer = ${row.buyer}, total_cents = ${row.totalCents}, net_cents = ${row.netCents}, tax_cents = ${row.taxCents},
           lines = ${JSON.stringify(row.lines)}::jsonb, red_cents = ${row.redCents}, invoice_number = ${row.invoiceNumber},
           files = ${JSON.stringify(row.files)}::jsonb, issued_at = ${row.issuedAt}, asked_count = ${row.askedCount},
           next_at = ${row.nextAt}, leased_until = ${row.leasedUntil}, changed_at = ${work.at}
     where merchant_id = ${work.merchantId} and id = ${row.id}`)
}

/** Takes invoices that are due for this process, until `leasedUntil`. */
export function leaseDueInvoices(work: Work, leasedUntil: Date, limit: number, id: string | null = null) {
  return work.send<{ id: string }>(sql`
    update invoices.invoice i set leased_until = ${leasedUntil}
     where i.merchant_id = ${work.merchantId} and i.id in (
           select d.id from invoices.invoice d
            where d.merchant_id = ${work.merchantId} and d.next_at <= ${work.at}
              and (d.leased_until is null or d.leased_until <= ${work.at}) and (${id}::uuid is null or d.id = ${id}::uuid)
            order by d.next_at limit ${limit} for update skip locked)
    returning i.id`)
}

/** When the next invoice of the merchant is due; null: nothing is. */
export async function nextDueAt(work: Work): Promise<Date | null> {
  const [row] = await work.send<{ at: Date | null }>(sql`
    select min(greatest(next_at, coalesce(leased_until, next_at))) as at from invoices.invoice
     where merchant_id = ${work.merchantId} and next_at is not null`)
  return row!.at
}

/** Every invoice that a sale had, latest first. */
export function readInvoicesOfSale(work: Work, saleId: string): Promise<InvoiceRow[]> {
  return work.send<InvoiceRow>(sql`
    select ${columns} from invoices.invoice i
     where i.merchant_id = ${work.merchantId} and i.sale_id = ${saleId} order by i.requested_at desc, i.id desc`)
}

export type InvoiceFilter = { state: InvoiceState | null; day: string | null; storeIds: readonly string[] | null }

/** Invoices latest first. */
export function listInvoices(
  work: Work,
  filter: InvoiceFilter,
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<InvoiceRow[]> {
  return work.send<InvoiceRow>(sql`
    select ${columns} from invoices.invoice i
     where i.merchant_id = ${work.merchantId}
       and (${filter.storeIds}::uuid[] is null or i.store_id = any(${filter.storeIds}::uuid[]))
       and (${filter.state}::text is null or i.state = ${filter.state})
       and (${filter.day}::date is null or i.business_day = ${filter.day}::date)
       ${page.before ? sql`and (i.requested_at, i.id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)` : sql``}
     order by i.requested_at desc, i.id desc limit ${page.limit}`)
}

export type RedLetterRow = {
  id: string
  confirmationNumber: string
  redInvoiceNumber: string
  amountCents: number
  at: Date
}

/** False: this confirmation was used for another red letter already. */
export async function insertRedLetter(
  work: Work,
  invoiceId: string,
  { id, confirmationNumber, redInvoiceNumber, amountCents }: Omit<RedLetterRow, 'at'>,
): Promise<boolean> {
  const rows = await work.send(sql`
    insert into invoices.red_letter (merchant_id, id, invoice_id, confirmation_number, red_invoice_number, amount_cents, at, author_id)
    values (${work.merchantId}, ${id}, ${invoiceId}, ${confirmationNumber}, ${redInvoiceNumber}, ${amountCents}, ${work.at},
            ${actorId(work.actor)})
    on conflict (merchant_id, confirmation_number) do nothing returning id`)
  return rows.length > 0
}

export function readRedLetters(work: Work, invoiceId: string): Promise<RedLetterRow[]> {
  return work.send<RedLetterRow>(sql`
    select id, confirmation_number, red_invoice_number, amount_cents, at from invoices.red_letter
     where merchant_id = ${work.merchantId} and invoice_id = ${invoiceId} order by at, id`)
}
