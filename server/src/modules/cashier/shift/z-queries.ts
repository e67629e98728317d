import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { SummedFigures } from './figure-queries.ts'
import type { Figures } from './figure-rules.ts'

export type ZReport = {
  shiftId: string
  storeId: string
  deviceId: string
  number: number
  businessDay: string
  at: Date
  figures: Figures
  countId: string | null
  varianceCents: number | null
  note: string | null
  approvalId: string | null
}

/**
 * Writes the closed figures of a shift under its till's next number. A till has one open shift, which the caller holds, so that
 * numbers have no gaps; the unique number is the net.
 */
export async function insertZReport(
  work: Work,
  report: Omit<ZReport, 'number' | 'at'> & Omit<SummedFigures, 'figures'>,
): Promise<number> {
  const [row] = await work.send<{ number: number }>(sql`
    insert into cashier.z_report (merchant_id, shift_id, store_id, device_id, number, business_day, at, figures, count_id,
           variance_cents, note, approval_id, sale_ids, refund_ids, value_ids)
    select ${work.merchantId}, ${report.shiftId}, ${report.storeId}, ${report.deviceId}, coalesce(max(number), 0) + 1,
           ${report.businessDay}::date, ${work.at}::timestamptz, ${JSON.stringify(report.figures)}::jsonb,
           ${report.countId}::uuid, ${report.varianceCents}::bigint, ${report.note}::text, ${report.approvalId}::uuid,
           ${report.saleIds}::uuid[], ${report.refundIds}::uuid[], ${report.valueIds}::uuid[]
      from cashier.z_report where merchant_id = ${work.merchantId} and device_id = ${report.deviceId}
    returning number`)
  return row!.number
}

/** The Z reports of shifts, by shift, without their lists. */
export async function readZReports(work: Work, shiftIds: readonly string[]): Promise<Map<string, ZReport>> {
  const rows = await work.send<ZReport>(sql`
    select shift_id, store_id, device_id, number, business_day, at, figures, count_id, variance_cents, note, approval_id
      from cashier.z_report where merchant_id = ${work.merchantId} and shift_id = any(${[...shiftIds]}::uuid[])`)
  return new Map(rows.map((row) => [row.shiftId, row]))
}
