import { sql } from 'kysely'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { ParkedCart } from './contract.ts'

export type Cart = Static<typeof ParkedCart>

export type ParkedRow = {
  id: string
  storeId: string
  label: string | null
  memberId: string | null
  lineCount: number
  shownCents: number
  parkedAt: Date
  parkedBy: string | null
  deviceId: string | null
  expiresAt: Date
}

type NewParked = ParkedRow & { cart: Cart }

export async function insertParked({ send, merchantId }: Work, row: NewParked): Promise<void> {
  await send(sql`
    insert into cashier.parked_sale (merchant_id, id, store_id, sale_id, member_id, label, cart, line_count, shown_cents,
      parked_at, parked_by, device_id, expires_at)
    values (${merchantId}, ${row.id}, ${row.storeId}, ${row.cart.saleId}, ${row.memberId}, ${row.label},
      ${JSON.stringify(row.cart)}::jsonb, ${row.lineCount}, ${row.shownCents}, ${row.parkedAt}, ${row.parkedBy},
      ${row.deviceId}, ${row.expiresAt})`)
}

/** Open parked sales of a store, the one that waits longest first. */
export function readParked({ send, merchantId, at }: Work, storeId: string): Promise<ParkedRow[]> {
  return send<ParkedRow>(sql`
    select id, store_id, label, member_id, line_count, shown_cents, parked_at, parked_by, device_id, expires_at
      from cashier.parked_sale
     where merchant_id = ${merchantId} and store_id = ${storeId} and ended_at is null and expires_at > ${at}
     order by parked_at, id`)
}

export async function countParked({ send, merchantId, at }: Work, storeId: string): Promise<number> {
  const rows = await send<{ count: number }>(sql`
    select count(*)::int as count from cashier.parked_sale
     where merchant_id = ${merchantId} and store_id = ${storeId} and ended_at is null and expires_at > ${at}`)
  return rows[0]!.count
}

export type ParkedState = { storeId: string; cart: Cart; expiresAt: Date; endedHow: string | null }

export async function readParkedState({ send, merchantId }: Work, id: string): Promise<ParkedState | undefined> {
  const [row] = await send<ParkedState>(sql`
    select store_id, cart, expires_at, ended_how from cashier.parked_sale
     where merchant_id = ${merchantId} and id = ${id}`)
  return row
}

type Ended = { id: string; storeId: string; shownCents: number; lineCount: number }

/** Ends a parked sale; undefined when it had ended already. The condition is the race's only judge: one till gets it. */
export async function endParked(work: Work, id: string, how: 'taken' | 'discarded', by: string | null) {
  const { merchantId, at } = work
  const [row] = await work.send<Ended>(sql`
    update cashier.parked_sale set ended_at = ${at}, ended_how = ${how}, ended_by = ${by}
     where merchant_id = ${merchantId} and id = ${id} and ended_at is null and expires_at > ${at}
    returning id, store_id, shown_cents, line_count`)
  return row
}

/** Ends what waited too long, at most `most` at a time. */
export function expireParked({ send, merchantId, at }: Work, most: number): Promise<Ended[]> {
  return send<Ended>(sql`
    update cashier.parked_sale p set ended_at = ${at}, ended_how = 'expired'
      from (select id from cashier.parked_sale
             where merchant_id = ${merchantId} and ended_at is null and expires_at <= ${at}
             order by expires_at limit ${most} for update skip locked) due
     where p.merchant_id = ${merchantId} and p.id = due.id
    returning p.id, p.store_id, p.shown_cents, p.line_count`)
}

/** Removes what ended before `until`: a cart's notes are kept no longer than they can be of use. */
export async function forgetParked({ send, merchantId }: Work, until: Date): Promise<void> {
  await send(sql`
    delete from cashier.parked_sale
     where merchant_id = ${merchantId} and ended_at is not null and ended_at <= ${until}`)
}

export async function readNextDue({ send, merchantId }: Work, keptMs: number): Promise<Date | null> {
  const [row] = await send<{ due: Date | null }>(sql`
    select least(
      (select min(expires_at) from cashier.parked_sale where merchant_id = ${merchantId} and ended_at is null),
      (select min(ended_at) from cashier.parked_sale where merchant_id = ${merchantId} and ended_at is not null)
        + ${keptMs} * interval '1 millisecond') as due`)
  return row?.due ?? null
}

export async function readKeepHours({ send, merchantId }: Work): Promise<number | null> {
  const [row] = await send<{ keepHours: number }>(sql`
    select keep_hours from cashier.parking_rule where merchant_id = ${merchantId}`)
  return row?.keepHours ?? null
}

export async function writeKeepHours({ send, merchantId }: Work, keepHours: number): Promise<void> {
  await send(sql`
    insert into cashier.parking_rule (merchant_id, keep_hours) values (${merchantId}, ${keepHours})
    on conflict (merchant_id) do update set keep_hours = excluded.keep_hours`)
}
