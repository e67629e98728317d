import { type RawBuilder, sql } from 'kysely'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { RefundListQuery } from './contract.ts'

export type RefundListRow = {
  id: string
  receiptNumber: string
  kind: 'refund' | 'void' | 'exchange' | 'no_receipt'
  businessDay: string
  at: Date
  storeId: string
  deviceId: string | null
  cashierId: string | null
  approvalId: string | null
  memberId: string | null
  saleId: string | null
  saleReceiptNumber: string | null
  reason: string
  netCents: number
  taxCents: number
  paidCents: number
  pointsReversed: number
  tenders: { kind: string; method: string | null; paidCents: number }[]
  lineCount: number
  firstLine: string | null
}

export type RefundFilter = Omit<Static<typeof RefundListQuery>, 'cursor' | 'limit'> & {
  /** Null: every store. */
  storeIds: readonly string[] | null
  refundId?: string
}

type Place = { at: string; id: string } | null

/** Refunds of every kind, newest first, from the index on (at, id). Only the conditions that were asked for are in the statement. */
export function listRefunds(work: Work, filter: RefundFilter, before: Place, limit: number): Promise<RefundListRow[]> {
  const { merchantId } = work
  const conditions = [sql`r.merchant_id = ${merchantId}`, ...headConditions(filter), ...textConditions(work, filter)]
  if (before) conditions.push(sql`(r.at, r.id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  return work.send<RefundListRow>(sql`
    with page as materialized (
      select r.* from cashier.refund r
       where ${sql.join(conditions, sql` and `)}
       order by r.at desc, r.id desc
       limit ${limit}
    )
    select p.id, p.receipt_number, p.kind, p.business_day, p.at, p.store_id, p.device_id, p.cashier_id, p.approval_id, p.member_id,
           p.sale_id, p.reason, p.net_cents, p.tax_cents, p.paid_cents, p.points_reversed,
           (select s.receipt_number from cashier.sale s where s.merchant_id = ${merchantId} and s.id = p.sale_id)
             as sale_receipt_number,
           (select count(*) from cashier.refund_line l where l.merchant_id = ${merchantId} and l.refund_id = p.id) as line_count,
           (select coalesce(l.name, s.name)
              from cashier.refund_line l
              left join cashier.sale_line s
                on s.merchant_id = ${merchantId} and s.sale_id = p.sale_id and s.line_id = l.line_id
             where l.merchant_id = ${merchantId} and l.refund_id = p.id
             order by s.line_no, l.line_id limit 1) as first_line,
           coalesce((select jsonb_agg(jsonb_build_object('kind', t.kind, 'method', s.method, 'paidCents', t.paid_cents)
                                      order by s.tender_no)
                       from cashier.refund_tender t
                       left join cashier.tender s
                         on s.merchant_id = ${merchantId} and s.sale_id = p.sale_id and s.tender_id = t.tender_id
                      where t.merchant_id = ${merchantId} and t.refund_id = p.id and (t.paid_cents > 0 or t.points > 0)), '[]')
             as tenders
      from page p
     order by p.at desc, p.id desc`)
}

/** What the refund's own row answers. */
function headConditions(filter: RefundFilter): RawBuilder<unknown>[] {
  const { refundId, storeIds, storeId, deviceId, cashierId, memberId, kind, approved, from, until, minCents, receipt } =
    filter
  const conditions: RawBuilder<unknown>[] = []
  if (refundId) conditions.push(sql`r.id = ${refundId}`)
  if (storeIds) conditions.push(sql`r.store_id = any(${[...storeIds]}::uuid[])`)
  if (storeId) conditions.push(sql`r.store_id = ${storeId}`)
  if (deviceId) conditions.push(sql`r.device_id = ${deviceId}`)
  if (cashierId) conditions.push(sql`r.cashier_id = ${cashierId}`)
  if (memberId) conditions.push(sql`r.member_id = ${memberId}`)
  if (kind) conditions.push(sql`r.kind = ${kind}`)
  if (approved !== undefined) conditions.push(sql`(r.approval_id is not null) = ${approved}::boolean`)
  if (from) conditions.push(sql`r.business_day >= ${from}::date`)
  if (until) conditions.push(sql`r.business_day <= ${until}::date`)
  if (receipt) conditions.push(sql`r.receipt_number >= ${receipt} and r.receipt_number < ${`${receipt}~`}`)
  if (minCents !== undefined) conditions.push(sql`r.net_cents >= ${minCents}`)
  return conditions
}

function textConditions({ merchantId }: Work, { text }: RefundFilter): RawBuilder<unknown>[] {
  if (!text) return []
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return [
    sql`(r.receipt_number ilike ${like} or r.reason ilike ${like}
      or exists (select from cashier.refund_line l
                   left join cashier.sale_line s
                     on s.merchant_id = ${merchantId} and s.sale_id = r.sale_id and s.line_id = l.line_id
                  where l.merchant_id = ${merchantId} and l.refund_id = r.id and coalesce(l.name, s.name) ilike ${like}))`,
  ]
}

export type BareLine = {
  lineId: string
  itemId: string
  name: string
  quantityMilli: number
  unitPriceCents: number
  netCents: number
  disposition: 'sellable' | 'damaged' | 'none'
}

/** The lines of a return without a receipt. */
export function readBareLines({ send, merchantId }: Work, refundId: string): Promise<BareLine[]> {
  return send<BareLine>(sql`
    select line_id, item_id, name, quantity_milli, unit_price_cents, net_cents, disposition
      from cashier.refund_line where merchant_id = ${merchantId} and refund_id = ${refundId} order by name, line_id`)
}
