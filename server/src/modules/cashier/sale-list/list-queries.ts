import { type RawBuilder, sql } from 'kysely'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { SaleListQuery } from './contract.ts'

export type SaleListRow = {
  id: string
  receiptNumber: string
  businessDay: string
  happenedAt: Date
  at: Date
  storeId: string
  deviceId: string | null
  memberId: string | null
  cashierId: string | null
  lineCount: number
  firstLine: string | null
  grossCents: number
  discountCents: number
  netCents: number
  refundedCents: number
  pointsEarned: number
  note: string | null
  tenders: { kind: string; method: string | null }[]
}

export type SaleFilter = Omit<Static<typeof SaleListQuery>, 'cursor' | 'limit'> & {
  /** Null: every store. */
  storeIds: readonly string[] | null
}

type Place = { at: string; id: string } | null

/**
 * Sales, newest first, from the index on (at, id) or by member or day. Only the conditions that were asked for are in the
 * statement: each combination is planned for itself.
 */
export function listSales(work: Work, filter: SaleFilter, before: Place, limit: number): Promise<SaleListRow[]> {
  const { merchantId } = work
  const conditions = [sql`s.merchant_id = ${merchantId}`, ...headConditions(filter), ...partConditions(work, filter)]
  if (before) conditions.push(sql`(s.at, s.id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  return work.send<SaleListRow>(sql`
    with page as materialized (
      select s.* from cashier.sale s
       where ${sql.join(conditions, sql` and `)}
       order by s.at desc, s.id desc
       limit ${limit}
    )
    select p.id, p.receipt_number, p.business_day, p.happened_at, p.at, p.store_id, p.device_id, p.member_id, p.cashier_id,
           p.gross_cents, p.discount_cents, p.net_cents, p.points_earned, p.note,
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

/** What the sale's own row answers. */
function headConditions(filter: SaleFilter): RawBuilder<unknown>[] {
  const { storeIds, storeId, deviceId, cashierId, memberId, from, until, receipt, minCents, maxCents } = filter
  const conditions: RawBuilder<unknown>[] = []
  if (storeIds) conditions.push(sql`s.store_id = any(${[...storeIds]}::uuid[])`)
  if (storeId) conditions.push(sql`s.store_id = ${storeId}`)
  if (deviceId) conditions.push(sql`s.device_id = ${deviceId}`)
  if (cashierId) conditions.push(sql`s.cashier_id = ${cashierId}`)
  if (memberId) conditions.push(sql`s.member_id = ${memberId}`)
  if (from) conditions.push(sql`s.business_day >= ${from}::date`)
  if (until) conditions.push(sql`s.business_day <= ${until}::date`)
  if (receipt) conditions.push(sql`s.receipt_number >= ${receipt} and s.receipt_number < ${`${receipt}~`}`)
  if (minCents !== undefined) conditions.push(sql`s.net_cents >= ${minCents}`)
  if (maxCents !== undefined) conditions.push(sql`s.net_cents <= ${maxCents}`)
  if (filter.discount) conditions.push(discountCondition(filter.discount))
  return conditions
}

function discountCondition(discount: NonNullable<SaleFilter['discount']>): RawBuilder<unknown> {
  if (discount === 'any') return sql`s.discount_cents > 0`
  if (discount === 'by_hand') return sql`s.manual_discount_cents > 0`
  if (discount === 'waiver') return sql`s.waiver_cents > 0`
  return sql`s.discount_cents = 0`
}

/** What lines, tenders and refunds answer. */
function partConditions({ merchantId }: Work, { text, tender, refunded }: SaleFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (text) {
    const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(s.receipt_number ilike ${like} or s.note ilike ${like}
      or exists (select from cashier.sale_line l
                  where l.merchant_id = ${merchantId} and l.sale_id = s.id and l.name ilike ${like}))`)
  }
  if (tender) {
    conditions.push(sql`exists (select from cashier.tender t
      where t.merchant_id = ${merchantId} and t.sale_id = s.id and (t.kind = ${tender} or t.method = ${tender}))`)
  }
  const back = sql`(select coalesce(sum(r.net_cents), 0) from cashier.refund r
    where r.merchant_id = ${merchantId} and r.sale_id = s.id)`
  const isTouched = sql`exists (select from cashier.refund r where r.merchant_id = ${merchantId} and r.sale_id = s.id)`
  if (refunded === 'none') conditions.push(sql`not ${isTouched}`)
  if (refunded === 'some') conditions.push(sql`${isTouched} and ${back} < s.net_cents`)
  if (refunded === 'all') conditions.push(sql`${isTouched} and ${back} >= s.net_cents`)
  return conditions
}

/** Ways of paying that the merchant's sales of the last ninety days know, beside the kinds that the till itself has. */
export async function readOtherMethods({ send, merchantId, at }: Work): Promise<string[]> {
  const since = new Date(at.getTime() - 90 * 86_400_000)
  const rows = await send<{ method: string }>(sql`
    select distinct t.method from cashier.sale s
      join cashier.tender t on t.merchant_id = ${merchantId} and t.sale_id = s.id
     where s.merchant_id = ${merchantId} and s.at >= ${since} and t.method is not null
     order by t.method limit 50`)
  return rows.map(({ method }) => method)
}
