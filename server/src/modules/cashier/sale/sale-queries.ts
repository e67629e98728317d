import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { BookedSale, RefundRecord, SaleRecord } from './sale-records.ts'

const saleColumns = sql`s.id, s.store_id, s.device_id, s.receipt_number, s.business_day, s.happened_at, s.at, s.cashier_id, s.member_id,
  s.pricing_version, s.fingerprint, s.gross_cents, s.discount_cents, s.manual_discount_cents, s.waiver_cents, s.net_cents,
  s.tax_cents, s.change_cents, s.earn_rule, s.earn_basis_cents, s.points_earned, s.note, s.approval_id`

/**
 * Locks a sale for the rest of the transaction, so that its refunds come one after the other. The refunds are read by
 * `readSale` in a statement of its own: one that waits for the lock would not see a refund committed meanwhile.
 */
export function lockSale(work: Work, saleId: string): Promise<{ id: string }[]> {
  return work.send(sql`
    select id from cashier.sale where merchant_id = ${work.merchantId} and id = ${saleId} for no key update`)
}

/** A sale with its lines, tenders and refunds, in one flight; undefined when there is none. */
export async function readSale(work: Work, saleId: string): Promise<BookedSale | undefined> {
  const { merchantId } = work
  const [heads, lines, tenders, refunds] = await Promise.all([
    work.send<Omit<SaleRecord, 'lines' | 'tenders'>>(sql`
      select ${saleColumns} from cashier.sale s where s.merchant_id = ${merchantId} and s.id = ${saleId}`),
    work.send<SaleRecord['lines'][number]>(sql`
      select line_id, item_kind, item_id, name, quantity_milli, is_weighed, unit_price_cents, gross_cents, discount_cents,
             net_cents, tax_rate_bps, tax_cents, earns_points, to_jsonb(tender_cents) as tender_cents, steps
        from cashier.sale_line where merchant_id = ${merchantId} and sale_id = ${saleId} order by line_no`),
    work.send<SaleRecord['tenders'][number]>(sql`
      select tender_id, kind, method, amount_cents, rounding_cents, received_cents, change_cents
        from cashier.tender where merchant_id = ${merchantId} and sale_id = ${saleId} order by tender_no`),
    work.send<RefundRecord>(sql`
      select r.id, r.sale_id, r.refund_no, r.store_id, r.device_id, r.receipt_number, r.business_day, r.at, r.cashier_id,
             r.member_id, r.pricing_version, r.fingerprint, r.net_cents, r.tax_cents, r.paid_cents, r.points_reversed, r.reason,
             r.approval_id,
             (select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'quantityMilli', l.quantity_milli, 'netCents', l.net_cents,
                       'taxCents', l.tax_cents, 'tenderCents', l.tender_cents, 'disposition', l.disposition) order by l.line_id)
                from cashier.refund_line l where l.merchant_id = ${merchantId} and l.refund_id = r.id) as lines,
             coalesce((select jsonb_agg(jsonb_build_object('tenderId', t.tender_id, 'kind', t.kind, 'amountCents', t.amount_cents,
                       'paidCents', t.paid_cents) order by t.tender_id)
                from cashier.refund_tender t where t.merchant_id = ${merchantId} and t.refund_id = r.id), '[]') as tenders
        from cashier.refund r where r.merchant_id = ${merchantId} and r.sale_id = ${saleId} order by r.refund_no`),
  ])
  const [head] = heads
  return head ? { ...head, lines, tenders, refunds } : undefined
}

export type SaleListRow = {
  id: string
  receiptNumber: string
  businessDay: string
  happenedAt: Date
  at: Date
  storeId: string
  memberId: string | null
  cashierId: string | null
  lineCount: number
  firstLine: string | null
  netCents: number
  refundedCents: number
  tenders: Pick<SaleRecord['tenders'][number], 'kind' | 'method'>[]
}

export type SaleFilter = {
  storeIds: readonly string[] | null
  storeId?: string | undefined
  memberId?: string | undefined
  from?: string | undefined
  until?: string | undefined
  receipt?: string | undefined
  before: { at: string; id: string } | null
  limit: number
}

/** Sales, newest first. `storeIds` null: every store. Reads `limit + 1` rows' worth at most, by the index on (at, id). */
export function listSales(work: Work, filter: SaleFilter): Promise<SaleListRow[]> {
  const { merchantId } = work
  return work.send<SaleListRow>(sql`
    with page as (
      select s.* from cashier.sale s
       where s.merchant_id = ${merchantId}
         and (${filter.storeIds}::uuid[] is null or s.store_id = any(${filter.storeIds}::uuid[]))
         and (${filter.storeId ?? null}::uuid is null or s.store_id = ${filter.storeId ?? null}::uuid)
         and (${filter.memberId ?? null}::uuid is null or s.member_id = ${filter.memberId ?? null}::uuid)
         and (${filter.from ?? null}::date is null or s.business_day >= ${filter.from ?? null}::date)
         and (${filter.until ?? null}::date is null or s.business_day <= ${filter.until ?? null}::date)
         and (${filter.receipt ?? null}::text is null
              or s.receipt_number >= ${filter.receipt ?? null}::text and s.receipt_number < ${filter.receipt ?? null}::text || '~')
         and (${filter.before?.at ?? null}::timestamptz is null
              or (s.at, s.id) < (${filter.before?.at ?? null}::timestamptz, ${filter.before?.id ?? null}::uuid))
       order by s.at desc, s.id desc
       limit ${filter.limit}
    )
    select p.id, p.receipt_number, p.business_day, p.happened_at, p.at, p.store_id, p.member_id, p.cashier_id, p.net_cents,
           (select count(*) from cashier.sale_line l where l.merchant_id = ${merchantId} and l.sale_id = p.id) as line_count,
           (select l.name from cashier.sale_line l where l.merchant_id = ${merchantId} and l.sale_id = p.id and l.line_no = 1)
             as first_line,
           coalesce((select sum(r.net_cents)::bigint from cashier.refund r
                      where r.merchant_id = ${merchantId} and r.sale_id = p.id), 0) as refunded_cents,
           coalesce((select jsonb_agg(jsonb_build_object('kind', t.kind, 'method', t.method) order by t.tender_no)
                      from cashier.tender t where t.merchant_id = ${merchantId} and t.sale_id = p.id), '[]') as tenders
      from page p
     order by p.at desc, p.id desc`)
}
