import { sql } from 'kysely'
import type { RefundRecord } from '#modules/cashier/sale/sale-records.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'

/** Writes a refund with its lines and tenders in one flight. Its number within the sale is the net against a second one. */
export function writeRefund(work: Work, { lines, tenders, ...head }: RefundRecord): Promise<unknown> {
  const { merchantId } = work
  const lineRows = JSON.stringify(snakeRows(lines))
  const tenderRows = JSON.stringify(snakeRows(tenders))
  return Promise.all([
    work.send(sql`
      insert into cashier.refund (merchant_id, id, sale_id, refund_no, store_id, device_id, receipt_number, business_day, at,
        cashier_id, member_id, pricing_version, fingerprint, net_cents, tax_cents, paid_cents, points_reversed, reason, approval_id,
        shift_id, kind)
      values (${merchantId}, ${head.id}, ${head.saleId}, ${head.refundNo}, ${head.storeId}, ${head.deviceId}, ${head.receiptNumber},
        ${head.businessDay}, ${head.at}, ${head.cashierId}, ${head.memberId}, ${head.pricingVersion}, ${head.fingerprint},
        ${head.netCents}, ${head.taxCents}, ${head.paidCents}, ${head.pointsReversed}, ${head.reason}, ${head.approvalId},
        ${head.shiftId}, ${head.kind})`),
    work.send(sql`
      insert into cashier.refund_line (merchant_id, refund_id, line_id, quantity_milli, net_cents, tax_cents, tender_cents, disposition)
      select ${merchantId}, ${head.id}, line_id, quantity_milli, net_cents, tax_cents, tender_cents, disposition
        from jsonb_to_recordset(${lineRows}::jsonb) as l(line_id uuid, quantity_milli bigint, net_cents bigint, tax_cents bigint,
          tender_cents bigint[], disposition text)`),
    work.send(sql`
      insert into cashier.refund_tender (merchant_id, refund_id, tender_id, kind, amount_cents, paid_cents, points, carried_cents,
        short_units)
      select ${merchantId}, ${head.id}, tender_id, kind, amount_cents, paid_cents, points, carried_cents, short_units
        from jsonb_to_recordset(${tenderRows}::jsonb) as t(tender_id uuid, kind text, amount_cents bigint, paid_cents bigint,
          points bigint, carried_cents bigint, short_units bigint)`),
  ])
}

/** A return without a receipt: what a sale's line would say of the goods stands on the return's own. */
export type BareReturnRecord = Pick<
  RefundRecord,
  | 'id'
  | 'storeId'
  | 'deviceId'
  | 'shiftId'
  | 'receiptNumber'
  | 'businessDay'
  | 'cashierId'
  | 'memberId'
  | 'pricingVersion'
  | 'fingerprint'
  | 'netCents'
  | 'taxCents'
  | 'paidCents'
  | 'reason'
  | 'approvalId'
> & {
  paidTo: 'cash' | 'stored_value'
  lines: {
    lineId: string
    itemKind: string
    itemId: string
    name: string
    quantityMilli: number
    unitPriceCents: number
    netCents: number
    taxCents: number
    disposition: string
  }[]
}

/** Writes a return without a receipt with its lines and its one tender, in one flight. */
export function writeBareReturn(work: Work, { lines, paidTo, ...head }: BareReturnRecord): Promise<unknown> {
  const { merchantId } = work
  const lineRows = JSON.stringify(snakeRows(lines))
  return Promise.all([
    work.send(sql`
      insert into cashier.refund (merchant_id, id, sale_id, refund_no, store_id, device_id, receipt_number, business_day, at,
        cashier_id, member_id, pricing_version, fingerprint, net_cents, tax_cents, paid_cents, points_reversed, reason, approval_id,
        shift_id, kind)
      values (${merchantId}, ${head.id}, null, 1, ${head.storeId}, ${head.deviceId}, ${head.receiptNumber}, ${head.businessDay},
        ${work.at}, ${head.cashierId}, ${head.memberId}, ${head.pricingVersion}, ${head.fingerprint}, ${head.netCents},
        ${head.taxCents}, ${head.paidCents}, 0, ${head.reason}, ${head.approvalId}, ${head.shiftId}, 'no_receipt')`),
    work.send(sql`
      insert into cashier.refund_line (merchant_id, refund_id, line_id, quantity_milli, net_cents, tax_cents, tender_cents, disposition,
        item_kind, item_id, name, unit_price_cents)
      select ${merchantId}, ${head.id}, line_id, quantity_milli, net_cents, tax_cents, array[net_cents], disposition, item_kind,
        item_id, name, unit_price_cents
        from jsonb_to_recordset(${lineRows}::jsonb) as l(line_id uuid, quantity_milli bigint, net_cents bigint, tax_cents bigint,
          disposition text, item_kind text, item_id uuid, name text, unit_price_cents bigint)`),
    work.send(sql`
      insert into cashier.refund_tender (merchant_id, refund_id, tender_id, kind, amount_cents, paid_cents)
      values (${merchantId}, ${head.id}, ${head.id}, ${paidTo}, ${head.netCents}, ${head.paidCents})`),
  ])
}
