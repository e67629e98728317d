import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Figures } from './figure-rules.ts'

export type DayCloseRow = {
  id: string
  storeId: string
  businessDay: string
  number: number
  at: Date
  closedBy: string | null
  note: string | null
  figures: Figures
  orphanFigures: Figures | null
  shiftIds: string[]
}

const columns = sql`id, store_id, business_day, number, at, closed_by, note, figures, orphan_figures, shift_ids`

/** The latest day of a store that is closed; null while none is. */
export async function readLastClosedDay(work: Work, storeId: string): Promise<string | null> {
  const [row] = await work.send<{ day: string | null }>(sql`
    select max(business_day) as day from cashier.day_close where merchant_id = ${work.merchantId} and store_id = ${storeId}`)
  return row?.day ?? null
}

/** Shifts of a store that no day's close has taken, up to a day. */
export function readShiftsWithoutDay(work: Work, storeId: string, day: string) {
  return work.send<{ id: string; businessDay: string; isOpen: boolean }>(sql`
    select id, business_day, closed_at is null as is_open from cashier.shift
     where merchant_id = ${work.merchantId} and store_id = ${storeId} and day_close_id is null and business_day <= ${day}::date
     order by opened_at, id`)
}

export type OrphanRow = {
  kind: 'sale' | 'refund' | 'top_up' | 'top_up_refund' | 'gift_card_load' | 'gift_card_payout'
  id: string
  businessDay: string
}

/** How long after a day's close a record may still arrive that was under way: far longer than any transaction. */
const stragglerHours = 24

/** How far before the day of UTC a day begins where it begins first. */
const eastHours = 14

/**
 * Money that no shift answers for and no day's close has gathered, of days up to `day`, whenever it arrived.
 *
 * Looks back to just before the last close, or to the end of the last closed day where days were left open and are closed later, by the
 * index on what has no shift. The first close begins the books: what is older
 * belongs to no day.
 */
export async function readOrphans(work: Work, storeId: string, day: string): Promise<OrphanRow[]> {
  const { merchantId } = work
  const books = sql`
    with books as (
      select coalesce(min(business_day), ${day}::date) as first_day,
             coalesce(least(max(at) - make_interval(hours => ${stragglerHours}),
                            (max(business_day) + 1)::timestamp at time zone 'UTC' - make_interval(hours => ${eastHours})),
                      '-infinity') as looked_at
        from cashier.day_close where merchant_id = ${merchantId} and store_id = ${storeId})`
  const isOrphan = (alias: string, id: string) => sql`
    ${sql.ref(`${alias}.merchant_id`)} = ${merchantId} and ${sql.ref(`${alias}.store_id`)} = ${storeId}
       and ${sql.ref(`${alias}.shift_id`)} is null and ${sql.ref(`${alias}.at`)} > b.looked_at
       and ${sql.ref(`${alias}.business_day`)} between b.first_day and ${day}::date
       and not exists (select from cashier.day_orphan o
             where o.merchant_id = ${merchantId} and o.record_id = ${sql.ref(`${alias}.${id}`)})`
  const [sales, topUps, giftCards] = await Promise.all([
    work.send<OrphanRow>(sql`${books}
      select 'sale' as kind, s.id, s.business_day from cashier.sale s cross join books b where ${isOrphan('s', 'id')}
      union all
      select 'refund', r.id, r.business_day from cashier.refund r cross join books b where ${isOrphan('r', 'id')}`),
    work.send<OrphanRow>(sql`${books}
      select distinct m.record_kind as kind, m.record_id as id, m.business_day
        from stored_value.read_till_money m cross join books b where ${isOrphan('m', 'record_id')}`),
    work.send<OrphanRow>(sql`${books}
      select distinct m.record_kind as kind, m.record_id as id, m.business_day
        from gift_cards.read_till_money m cross join books b where ${isOrphan('m', 'record_id')}`),
  ])
  return [...sales, ...topUps, ...giftCards]
}

export async function insertDayClose(
  work: Work,
  close: Omit<DayCloseRow, 'number' | 'at'>,
  orphans: readonly OrphanRow[],
): Promise<number> {
  const { merchantId } = work
  const rows = JSON.stringify(orphans.map(({ kind, id }) => ({ kind, id })))
  const [[row]] = await Promise.all([
    work.send<{ number: number }>(sql`
      insert into cashier.day_close (merchant_id, id, store_id, business_day, number, at, closed_by, note, figures,
             orphan_figures, shift_ids)
      select ${merchantId}, ${close.id}, ${close.storeId}, ${close.businessDay}::date, coalesce(max(number), 0) + 1,
             ${work.at}::timestamptz, ${close.closedBy}::uuid, ${close.note}::text, ${JSON.stringify(close.figures)}::jsonb,
             ${close.orphanFigures && JSON.stringify(close.orphanFigures)}::jsonb, ${close.shiftIds}::uuid[]
        from cashier.day_close where merchant_id = ${merchantId} and store_id = ${close.storeId}
      returning number`),
    work.send(sql`
      update cashier.shift set day_close_id = ${close.id}
       where merchant_id = ${merchantId} and id = any(${close.shiftIds}::uuid[])`),
    work.send(sql`
      insert into cashier.day_orphan (merchant_id, record_id, record_kind, day_close_id)
      select ${merchantId}, id, kind, ${close.id} from jsonb_to_recordset(${rows}::jsonb) as t(kind text, id uuid)`),
  ])
  return row!.number
}

/** One day's close. */
export async function readDayClose(work: Work, dayCloseId: string): Promise<DayCloseRow | undefined> {
  const [row] = await work.send<DayCloseRow>(sql`
    select ${columns} from cashier.day_close where merchant_id = ${work.merchantId} and id = ${dayCloseId}`)
  return row
}

export type DayCloseFilter = {
  storeIds: readonly string[] | null
  storeId?: string | undefined
  from?: string | undefined
  until?: string | undefined
  before: { day: string; id: string } | null
  limit: number
}

/** Closed days, latest first. */
export function listDayCloses(work: Work, filter: DayCloseFilter): Promise<DayCloseRow[]> {
  const where = [
    filter.storeIds ? sql`and store_id = any(${[...filter.storeIds]}::uuid[])` : sql``,
    filter.storeId ? sql`and store_id = ${filter.storeId}` : sql``,
    filter.from ? sql`and business_day >= ${filter.from}::date` : sql``,
    filter.until ? sql`and business_day <= ${filter.until}::date` : sql``,
    filter.before ? sql`and (business_day, id) < (${filter.before.day}::date, ${filter.before.id}::uuid)` : sql``,
  ]
  return work.send<DayCloseRow>(sql`
    select ${columns} from cashier.day_close where merchant_id = ${work.merchantId} ${sql.join(where, sql` `)}
     order by business_day desc, id desc limit ${filter.limit}`)
}

/** How many records a day's close gathered that no shift answers for. */
export async function countOrphans(work: Work, dayCloseId: string): Promise<number> {
  const [row] = await work.send<{ count: number }>(sql`
    select count(*) as count from cashier.day_orphan
     where merchant_id = ${work.merchantId} and day_close_id = ${dayCloseId}`)
  return row!.count
}
