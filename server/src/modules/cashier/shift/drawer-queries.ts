import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { CountedTender, Denomination } from './count-rules.ts'

export type MovementRow = {
  id: string
  kind: 'paid_in' | 'paid_out' | 'opened'
  amountCents: number
  reason: string
  at: Date
  authorId: string | null
}

export async function insertMovement(
  work: Work,
  shiftId: string,
  { id, kind, amountCents, reason, authorId }: Omit<MovementRow, 'at'>,
): Promise<void> {
  await work.send(sql`
    insert into cashier.drawer_movement (merchant_id, id, shift_id, kind, amount_cents, reason, at, author_id)
    values (${work.merchantId}, ${id}, ${shiftId}, ${kind}, ${amountCents}, ${reason}, ${work.at}, ${authorId})`)
}

export function readMovements(work: Work, shiftId: string): Promise<MovementRow[]> {
  return work.send<MovementRow>(sql`
    select id, kind, amount_cents, reason, at, author_id from cashier.drawer_movement
     where merchant_id = ${work.merchantId} and shift_id = ${shiftId} order by at, id`)
}

/** What went in and out beside the takings. */
export async function sumMovements(work: Work, shiftId: string) {
  const [sums] = await work.send<{ paidInCents: number; paidOutCents: number; openedCount: number }>(sql`
    select coalesce(sum(amount_cents) filter (where kind = 'paid_in'), 0)::bigint as paid_in_cents,
           coalesce(sum(amount_cents) filter (where kind = 'paid_out'), 0)::bigint as paid_out_cents,
           count(*) filter (where kind = 'opened') as opened_count
      from cashier.drawer_movement where merchant_id = ${work.merchantId} and shift_id = ${shiftId}`)
  return sums!
}

export type CountRow = {
  id: string
  shiftId: string
  countNo: number
  denominations: Denomination[]
  cashCents: number
  tenders: CountedTender[]
  varianceCents: number
  at: Date
  authorId: string | null
}

/** Writes a count as the next of its shift. The caller holds the shift whole. */
export async function insertCount(work: Work, count: Omit<CountRow, 'countNo' | 'at'>): Promise<number> {
  const [row] = await work.send<{ countNo: number }>(sql`
    insert into cashier.cash_count (merchant_id, id, shift_id, count_no, denominations, cash_cents, tenders, variance_cents, at,
           author_id)
    select ${work.merchantId}, ${count.id}, ${count.shiftId}, coalesce(max(count_no), 0) + 1,
           ${JSON.stringify(count.denominations)}::jsonb, ${count.cashCents}::bigint, ${JSON.stringify(count.tenders)}::jsonb,
           ${count.varianceCents}::bigint, ${work.at}::timestamptz, ${count.authorId}::uuid
      from cashier.cash_count where merchant_id = ${work.merchantId} and shift_id = ${count.shiftId}
    returning count_no`)
  return row!.countNo
}

/** Every count of a shift, in order: a second one is a recount. */
export function readCounts(work: Work, shiftId: string): Promise<CountRow[]> {
  return work.send<CountRow>(sql`
    select id, shift_id, count_no, denominations, cash_cents, tenders, variance_cents, at, author_id from cashier.cash_count
     where merchant_id = ${work.merchantId} and shift_id = ${shiftId} order by count_no`)
}
