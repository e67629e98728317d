import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { BookedSale, RefundRecord, SaleRecord } from './sale-records.ts'

const saleColumns = sql`s.id, s.store_id, s.device_id, s.receipt_number, s.business_day, s.happened_at, s.at, s.cashier_id, s.member_id,
  s.pricing_version, s.fingerprint, s.gross_cents, s.discount_cents, s.manual_discount_cents, s.waiver_cents, s.net_cents,
  s.tax_cents, s.change_cents, s.earn_rule, s.earn_basis_cents, s.points_earned, s.note, s.approval_id,
  s.shift_id, s.reductions, s.exchange_refund_id`

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
             net_cents, tax_rate_bps, tax_cents, earns_points, to_jsonb(tender_cents) as tender_cents, steps,
             salesperson_id, note
        from cashier.sale_line where merchant_id = ${merchantId} and sale_id = ${saleId} order by line_no`),
    work.send<SaleRecord['tenders'][number]>(sql`
      select tender_id, kind, method, amount_cents, rounding_cents, received_cents, change_cents, points, reference_id,
             carried_tender_id
        from cashier.tender where merchant_id = ${merchantId} and sale_id = ${saleId} order by tender_no`),
    work.send<RefundRecord>(sql`
      select r.id, r.sale_id, r.refund_no, r.store_id, r.device_id, r.receipt_number, r.business_day, r.at, r.cashier_id,
             r.member_id, r.pricing_version, r.fingerprint, r.net_cents, r.tax_cents, r.paid_cents, r.points_reversed, r.reason,
             r.approval_id, r.shift_id, r.kind,
             (select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'quantityMilli', l.quantity_milli, 'netCents', l.net_cents,
                       'taxCents', l.tax_cents, 'tenderCents', l.tender_cents, 'disposition', l.disposition) order by l.line_id)
                from cashier.refund_line l where l.merchant_id = ${merchantId} and l.refund_id = r.id) as lines,
             coalesce((select jsonb_agg(jsonb_build_object('tenderId', t.tender_id, 'kind', t.kind, 'amountCents', t.amount_cents,
                       'paidCents', t.paid_cents, 'points', t.points, 'carriedCents', t.carried_cents,
                       'shortUnits', t.short_units) order by t.tender_id)
                from cashier.refund_tender t where t.merchant_id = ${merchantId} and t.refund_id = r.id), '[]') as tenders
        from cashier.refund r where r.merchant_id = ${merchantId} and r.sale_id = ${saleId} order by r.refund_no`),
  ])
  const [head] = heads
  return head ? { ...head, lines, tenders, refunds } : undefined
}
