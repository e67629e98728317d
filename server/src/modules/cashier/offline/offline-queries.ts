import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { TrustedUse } from './budget-rules.ts'

export type OfflineSaleRow = {
  saleId: string
  storeId: string
  deviceId: string
  sequence: number
  contactAt: Date | null
  receivedAt: Date
  rescuedBy: string | null
  memberId: string | null
  storedCents: number
  points: number
  outcome: 'booked' | 'booked_online' | 'held'
  upload: unknown
}

export type ConflictRow = {
  id: string
  saleId: string
  storeId: string
  deviceId: string
  memberId: string | null
  kind: string
  details: Record<string, unknown>
  proposal: string
  at: Date
}

/** Value that a till took on trust, by the contact it was taken after, as far as it has been handed in. */
export async function readTrustedUses(
  { send, merchantId }: Work,
  deviceId: string,
  contacts: readonly (Date | null)[],
): Promise<Map<string, TrustedUse[]>> {
  const known = [...new Set(contacts.flatMap((contactAt) => contactAt?.toISOString() ?? []))]
  if (known.length === 0) return new Map()
  const rows = await send<TrustedUse & { contactAt: Date }>(sql`
    select contact_at, member_id, stored_cents, points from cashier.offline_sale
     where merchant_id = ${merchantId} and device_id = ${deviceId} and contact_at = any(${known}::timestamptz[])
       and outcome = 'booked' and (stored_cents > 0 or points > 0)`)
  return Map.groupBy(rows, ({ contactAt }) => contactAt.toISOString())
}

/** Which of these receipt numbers a sale already has. */
export async function readTakenNumbers({ send, merchantId }: Work, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await send<{ receiptNumber: string }>(sql`
    select s.receipt_number from unnest(${[...new Set(numbers)]}::text[]) as asked(number)
      cross join lateral (select receipt_number from cashier.sale s
        where s.merchant_id = ${merchantId}
          and s.receipt_number >= asked.number and s.receipt_number < asked.number || '/' offset 0) s`)
  return new Set(rows.map(({ receiptNumber }) => receiptNumber))
}

/** The closed shift of a till in which each of these sales happened; sales in an open one or in none are left out. */
export async function readShiftAt(
  { send, merchantId }: Work,
  deviceId: string,
  sales: readonly { saleId: string; happenedAt: Date }[],
): Promise<Map<string, string>> {
  const rows = await send<{ saleId: string; shiftId: string }>(sql`
    select asked.sale_id, s.id as shift_id
      from jsonb_to_recordset(${JSON.stringify(snakeRows(sales))}::jsonb) as asked(sale_id uuid, happened_at timestamptz)
      cross join lateral (select id from cashier.shift s
        where s.merchant_id = ${merchantId} and s.device_id = ${deviceId}
          and s.opened_at <= asked.happened_at and s.closed_at > asked.happened_at limit 1 offset 0) s`)
  return new Map(rows.map(({ saleId, shiftId }) => [saleId, shiftId]))
}

/** Sales that stand under these ids, with the number they carry. */
export async function readBooked(
  { send, merchantId }: Work,
  saleIds: readonly string[],
): Promise<Map<string, { receiptNumber: string; netCents: number }>> {
  if (saleIds.length === 0) return new Map()
  const rows = await send<{ id: string; receiptNumber: string; netCents: number }>(sql`
    select id, receipt_number, net_cents from cashier.sale
     where merchant_id = ${merchantId} and id = any(${[...saleIds]}::uuid[])`)
  return new Map(rows.map(({ id, ...sale }) => [id, sale]))
}

/** What became of uploads that came before. */
export async function readHandedIn(
  { send, merchantId }: Work,
  saleIds: readonly string[],
): Promise<Map<string, OfflineSaleRow['outcome']>> {
  if (saleIds.length === 0) return new Map()
  const rows = await send<{ saleId: string; outcome: OfflineSaleRow['outcome'] }>(sql`
    select sale_id, outcome from cashier.offline_sale
     where merchant_id = ${merchantId} and sale_id = any(${[...saleIds]}::uuid[])`)
  return new Map(rows.map(({ saleId, outcome }) => [saleId, outcome]))
}

/** Writes what was handed in and what a person should see, and brings the till's counter up to the highest number it used. */
export function writeHandedIn(
  { send, merchantId }: Work,
  rows: readonly OfflineSaleRow[],
  conflicts: readonly ConflictRow[],
  counter: { storeId: string; deviceNumber: number; lastNumber: number } | null,
): Promise<unknown> {
  return Promise.all([
    send(sql`
      insert into cashier.offline_sale (merchant_id, sale_id, store_id, device_id, sequence, contact_at, received_at, rescued_by,
        member_id, stored_cents, points, outcome, upload)
      select ${merchantId}, sale_id, store_id, device_id, sequence, contact_at, received_at, rescued_by, member_id, stored_cents,
        points, outcome, upload
        from jsonb_to_recordset(${JSON.stringify(snakeRows(rows))}::jsonb) as r(sale_id uuid, store_id uuid, device_id uuid,
          sequence bigint, contact_at timestamptz, received_at timestamptz, rescued_by uuid, member_id uuid, stored_cents bigint,
          points bigint, outcome text, upload jsonb)
      on conflict do nothing`),
    conflicts.length === 0 ? [] : insertConflicts({ send, merchantId }, conflicts),
    counter === null
      ? []
      : send(sql`
      insert into cashier.receipt_counter as c (merchant_id, store_id, device_number, last_number)
      values (${merchantId}, ${counter.storeId}, ${counter.deviceNumber}, ${counter.lastNumber})
      on conflict (merchant_id, store_id, device_number)
        do update set last_number = greatest(c.last_number, excluded.last_number)`),
  ])
}

function insertConflicts({ send, merchantId }: Pick<Work, 'send' | 'merchantId'>, rows: readonly ConflictRow[]) {
  return send(sql`
    insert into cashier.sale_conflict (merchant_id, id, sale_id, store_id, device_id, member_id, kind, details, proposal, at)
    select ${merchantId}, id, sale_id, store_id, device_id, member_id, kind, details, proposal, at
      from jsonb_to_recordset(${JSON.stringify(snakeRows(rows))}::jsonb) as c(id uuid, sale_id uuid, store_id uuid, device_id uuid,
        member_id uuid, kind text, details jsonb, proposal text, at timestamptz)
    on conflict do nothing`)
}

/** The last number that a till's counter gave. */
export async function readCounter(
  { send, merchantId }: Work,
  till: { storeId: string; number: number },
): Promise<number> {
  const rows = await send<{ lastNumber: number }>(sql`
    select last_number from cashier.receipt_counter
     where merchant_id = ${merchantId} and store_id = ${till.storeId} and device_number = ${till.number}`)
  return rows[0]?.lastNumber ?? 0
}
