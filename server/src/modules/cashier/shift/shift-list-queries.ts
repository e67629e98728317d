import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { ShiftRow } from './shift-queries.ts'

export type ShiftListRow = ShiftRow & {
  number: number | null
  saleCount: number | null
  netCents: number | null
  varianceCents: number | null
}

export type ShiftFilter = {
  storeIds: readonly string[] | null
  storeId?: string | undefined
  deviceId?: string | undefined
  cashierId?: string | undefined
  from?: string | undefined
  until?: string | undefined
  state?: 'open' | 'closed' | 'rescued' | undefined
  /** Only those whose count differed from what should have been there, or that nobody counted. */
  isOff?: boolean | undefined
  ids?: readonly string[] | undefined
  before?: { at: string; id: string } | null | undefined
  limit: number
}

/** Shifts with the head of their Z report, latest first. */
export function listShifts(work: Work, filter: ShiftFilter): Promise<ShiftListRow[]> {
  const { merchantId } = work
  const where = [
    filter.storeIds ? sql`and s.store_id = any(${[...filter.storeIds]}::uuid[])` : sql``,
    filter.storeId ? sql`and s.store_id = ${filter.storeId}` : sql``,
    filter.deviceId ? sql`and s.device_id = ${filter.deviceId}` : sql``,
    filter.cashierId ? sql`and s.cashier_id = ${filter.cashierId}` : sql``,
    filter.from ? sql`and s.business_day >= ${filter.from}::date` : sql``,
    filter.until ? sql`and s.business_day <= ${filter.until}::date` : sql``,
    filter.state === 'open' ? sql`and s.closed_at is null` : sql``,
    filter.state === 'closed' ? sql`and s.closed_at is not null` : sql``,
    filter.state === 'rescued' ? sql`and s.close_kind = 'rescued'` : sql``,
    filter.isOff ? sql`and z.shift_id is not null and coalesce(z.variance_cents, 1) <> 0` : sql``,
    filter.ids ? sql`and s.id = any(${[...filter.ids]}::uuid[])` : sql``,
    filter.before
      ? sql`and (s.opened_at, s.id) < (${filter.before.at}::timestamptz, ${filter.before.id}::uuid)`
      : sql``,
  ]
  return work.send<ShiftListRow>(sql`
    select s.id, s.store_id, s.device_id, s.business_day, s.opened_at, s.cashier_id, s.opening_cents, s.opening_expected_cents,
           s.opening_note, s.handed_from, s.closed_at, s.closed_by, s.close_kind, s.left_cents, s.handed_to, s.day_close_id,
           z.number, (z.figures #>> '{sales,count}')::integer as sale_count,
           (z.figures #>> '{sales,netCents}')::bigint as net_cents, z.variance_cents
      from cashier.shift s
      left join cashier.z_report z on z.merchant_id = ${merchantId} and z.shift_id = s.id
     where s.merchant_id = ${merchantId} ${sql.join(where, sql` `)}
     order by s.opened_at desc, s.id desc limit ${filter.limit}`)
}

/** The means of payment that took money in a shift, without amounts: what there is to count. */
export async function readMeans(work: Work, shiftId: string): Promise<{ kind: string; method: string | null }[]> {
  const { merchantId } = work
  return work.send(sql`
    select distinct t.kind, t.method from cashier.sale s
      cross join lateral (select kind, method from cashier.tender
             where merchant_id = ${merchantId} and sale_id = s.id offset 0) t
     where s.merchant_id = ${merchantId} and s.shift_id = ${shiftId}
     union
    select m.tender_kind, m.tender_method from stored_value.read_till_money m
     where m.merchant_id = ${merchantId} and m.shift_id = ${shiftId}
     union
    select m.tender_kind, m.tender_method from gift_cards.read_till_money m
     where m.merchant_id = ${merchantId} and m.shift_id = ${shiftId}
     order by 1, 2`)
}
