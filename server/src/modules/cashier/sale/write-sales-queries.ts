import { sql } from 'kysely'
import { type Columns, unnestRows } from '#platform/column-arrays.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import type { SaleLineRecord, SaleRecord, TenderRecord } from './sale-records.ts'

/**
 * Takes the next receipt numbers, one per entry, in the order given. Locks the counter of each till until the commit, so that
 * numbers have no gaps; a counter that does not exist yet starts at 1.
 */
export async function takeReceiptNumbers(
  work: Work,
  tills: readonly { storeId: string; deviceNumber: number }[],
): Promise<number[]> {
  const counts = new Map<string, { storeId: string; deviceNumber: number; count: number }>()
  const places = tills.map((till) => {
    const key = `${till.storeId}/${till.deviceNumber}`
    const counter = counts.get(key) ?? { ...till, count: 0 }
    counter.count++
    counts.set(key, counter)
    return { key, place: counter.count }
  })
  const taken = await work.send<{ storeId: string; deviceNumber: number; lastNumber: number }>(sql`
    insert into cashier.receipt_counter as c (merchant_id, store_id, device_number, last_number)
    select ${work.merchantId}, t.store_id, t.device_number, t.count
      from jsonb_to_recordset(${JSON.stringify(snakeRows([...counts.values()]))}::jsonb)
             as t(store_id uuid, device_number integer, count bigint)
     order by t.store_id, t.device_number
    on conflict (merchant_id, store_id, device_number) do update set last_number = c.last_number + excluded.last_number
    returning store_id, device_number, last_number`)
  const last = new Map(taken.map((row) => [`${row.storeId}/${row.deviceNumber}`, row.lastNumber]))
  return places.map(({ key, place }) => last.get(key)! - counts.get(key)!.count + place)
}

/** The last number of each till, by `tillName`. Taking numbers changes it. */
export type ReceiptCounters = Map<string, Till & { lastNumber: number }>

type Till = { storeId: string; deviceNumber: number }

function tillName({ storeId, deviceNumber }: Till): string {
  return `${storeId}/${deviceNumber}`
}

/**
 * Locks the counters of tills, in key order, for a batch that does not know yet how many of its sales stand: numbers have no gaps.
 * A counter that does not exist yet is made; then all are locked again, in key order.
 */
export async function lockReceiptCounters(work: Work, tills: readonly Till[]): Promise<ReceiptCounters> {
  const byName = [...new Map(tills.map((till) => [tillName(till), till]))].sort(([a], [b]) => (a < b ? -1 : 1))
  const wanted = sql`unnest(${byName.map(([, till]) => till.storeId)}::uuid[],
    ${byName.map(([, till]) => till.deviceNumber)}::integer[]) as k(store_id, device_number)`
  const lock = () =>
    work.send<Till & { lastNumber: number }>(sql`
      select k.store_id, k.device_number, c.last_number from ${wanted}
       cross join lateral (select c.last_number from cashier.receipt_counter c
                            where c.merchant_id = ${work.merchantId} and c.store_id = k.store_id
                              and c.device_number = k.device_number for no key update) c`)
  let rows = await lock()
  if (rows.length < byName.length) {
    const making = work.send(sql`
      insert into cashier.receipt_counter (merchant_id, store_id, device_number, last_number)
      select ${work.merchantId}, k.store_id, k.device_number, 0 from ${wanted} on conflict do nothing`)
    ;[, rows] = await Promise.all([making, lock()])
  }
  return new Map(rows.map((row) => [tillName(row), row]))
}

/** The next number of a till whose counter is locked. */
export function nextNumber(counters: ReceiptCounters, till: Till): number {
  const counter = counters.get(tillName(till))
  assert(counter, 'the counter was locked')
  return ++counter.lastNumber
}

export async function writeReceiptCounters(work: Work, counters: ReceiptCounters): Promise<void> {
  const rows = snakeRows([...counters.values()])
  await work.send(sql`
    insert into cashier.receipt_counter (merchant_id, store_id, device_number, last_number)
    select ${work.merchantId}, t.*
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(store_id uuid, device_number integer, last_number bigint)
    on conflict (merchant_id, store_id, device_number) do update set last_number = excluded.last_number`)
}

/** Writes sales with their lines and tenders, whatever their number, in three statements of one flight. */
export function writeSales(work: Work, sales: readonly SaleRecord[]): Promise<unknown> {
  const lines = sales.flatMap((sale) =>
    sale.lines.map((line, index) => ({ ...line, saleId: sale.id, lineNo: index + 1 })),
  )
  const tenders = sales.flatMap((sale) =>
    sale.tenders.map((tender, index) => ({ ...tender, saleId: sale.id, tenderNo: index + 1 })),
  )
  return Promise.all([
    work.send(sql`
      insert into cashier.sale (merchant_id, id, store_id, device_id, receipt_number, business_day, happened_at, at, cashier_id,
        member_id, pricing_version, fingerprint, gross_cents, discount_cents, manual_discount_cents, waiver_cents, net_cents,
        tax_cents, change_cents, earn_rule, earn_basis_cents, points_earned, note, approval_id, shift_id, reductions,
        exchange_refund_id)
      select ${work.merchantId}, r.* from ${unnestRows(sales, saleColumns)}`),
    work.send(sql`
      insert into cashier.sale_line (merchant_id, sale_id, line_no, line_id, item_kind, item_id, name, quantity_milli, is_weighed,
        unit_price_cents, gross_cents, discount_cents, net_cents, tax_rate_bps, tax_cents, earns_points, tender_cents, steps,
        salesperson_id, note)
      select ${work.merchantId}, sale_id, line_no, line_id, item_kind, item_id, name, quantity_milli, is_weighed,
        unit_price_cents, gross_cents, discount_cents, net_cents, tax_rate_bps, tax_cents, earns_points,
        tender_cents::bigint[], steps, salesperson_id, note
        from ${unnestRows(lines, lineColumns)}`),
    work.send(sql`
      insert into cashier.tender (merchant_id, sale_id, tender_no, tender_id, kind, method, amount_cents, rounding_cents,
        received_cents, change_cents, points, reference_id, carried_tender_id)
      select ${work.merchantId}, r.* from ${unnestRows(tenders, tenderColumns)}`),
  ])
}

// Columns of sales and tenders stand in the order of their statement.

const saleColumns: Columns<SaleRecord> = {
  id: ['uuid', ({ id }) => id],
  store_id: ['uuid', ({ storeId }) => storeId],
  device_id: ['uuid', ({ deviceId }) => deviceId],
  receipt_number: ['text', ({ receiptNumber }) => receiptNumber],
  business_day: ['date', ({ businessDay }) => businessDay],
  happened_at: ['timestamptz', ({ happenedAt }) => happenedAt],
  at: ['timestamptz', ({ at }) => at],
  cashier_id: ['uuid', ({ cashierId }) => cashierId],
  member_id: ['uuid', ({ memberId }) => memberId],
  pricing_version: ['text', ({ pricingVersion }) => pricingVersion],
  fingerprint: ['text', ({ fingerprint }) => fingerprint],
  gross_cents: ['bigint', ({ grossCents }) => grossCents],
  discount_cents: ['bigint', ({ discountCents }) => discountCents],
  manual_discount_cents: ['bigint', ({ manualDiscountCents }) => manualDiscountCents],
  waiver_cents: ['bigint', ({ waiverCents }) => waiverCents],
  net_cents: ['bigint', ({ netCents }) => netCents],
  tax_cents: ['bigint', ({ taxCents }) => taxCents],
  change_cents: ['bigint', ({ changeCents }) => changeCents],
  earn_rule: ['jsonb', ({ earnRule }) => earnRule && JSON.stringify(earnRule)],
  earn_basis_cents: ['bigint', ({ earnBasisCents }) => earnBasisCents],
  points_earned: ['bigint', ({ pointsEarned }) => pointsEarned],
  note: ['text', ({ note }) => note],
  approval_id: ['uuid', ({ approvalId }) => approvalId],
  shift_id: ['uuid', ({ shiftId }) => shiftId],
  reductions: ['jsonb', ({ reductions }) => JSON.stringify(reductions)],
  exchange_refund_id: ['uuid', ({ exchangeRefundId }) => exchangeRefundId],
}

const lineColumns: Columns<SaleLineRecord & { saleId: string; lineNo: number }> = {
  sale_id: ['uuid', ({ saleId }) => saleId],
  line_no: ['smallint', ({ lineNo }) => lineNo],
  line_id: ['uuid', ({ lineId }) => lineId],
  item_kind: ['text', ({ itemKind }) => itemKind],
  item_id: ['uuid', ({ itemId }) => itemId],
  name: ['text', ({ name }) => name],
  quantity_milli: ['bigint', ({ quantityMilli }) => quantityMilli],
  is_weighed: ['boolean', ({ isWeighed }) => isWeighed],
  unit_price_cents: ['bigint', ({ unitPriceCents }) => unitPriceCents],
  gross_cents: ['bigint', ({ grossCents }) => grossCents],
  discount_cents: ['bigint', ({ discountCents }) => discountCents],
  net_cents: ['bigint', ({ netCents }) => netCents],
  tax_rate_bps: ['integer', ({ taxRateBps }) => taxRateBps],
  tax_cents: ['bigint', ({ taxCents }) => taxCents],
  earns_points: ['boolean', ({ earnsPoints }) => earnsPoints],
  // An array of arrays would be taken apart: as text.
  tender_cents: ['text', ({ tenderCents }) => `{${tenderCents.join(',')}}`],
  steps: ['jsonb', ({ steps }) => JSON.stringify(steps)],
  salesperson_id: ['uuid', ({ salespersonId }) => salespersonId],
  note: ['text', ({ note }) => note],
}

const tenderColumns: Columns<TenderRecord & { saleId: string; tenderNo: number }> = {
  sale_id: ['uuid', ({ saleId }) => saleId],
  tender_no: ['smallint', ({ tenderNo }) => tenderNo],
  tender_id: ['uuid', ({ tenderId }) => tenderId],
  kind: ['text', ({ kind }) => kind],
  method: ['text', ({ method }) => method],
  amount_cents: ['bigint', ({ amountCents }) => amountCents],
  rounding_cents: ['bigint', ({ roundingCents }) => roundingCents],
  received_cents: ['bigint', ({ receivedCents }) => receivedCents],
  change_cents: ['bigint', ({ changeCents }) => changeCents],
  points: ['bigint', ({ points }) => points ?? 0],
  reference_id: ['uuid', ({ referenceId }) => referenceId],
  carried_tender_id: ['uuid', ({ carriedTenderId }) => carriedTenderId],
}
