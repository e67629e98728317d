import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, startOfLocalDay } from '#shared/business-day.ts'
import type { Source } from './ledger-rules.ts'

/** What a day's entries did at one store to value that some store had sold. */
export type StoreMove = {
  day: Day
  storeId: string
  /** The store whose grant opened the value, wherever it moved since; the acting store for a grant. */
  originStoreId: string | null
  asset: string
  /** Granted and opening balances; spent less given back; what left the owner otherwise (paid out, forfeited, expired, corrected). */
  what: 'granted' | 'used' | 'left'
  units: number
}

type MovesWish = {
  assets: readonly string[]
  from: Day
  until: Day
  stores: readonly { id: string; timeZone: string; cutoffHour: number }[]
}

/**
 * Sums entries of some assets by business day, acting store and the store that the value came from, the days included on both sides. A
 * store's day is reckoned in its own zone with its own cut-off. Entries that name no store are nobody's. Cost: the entries of the days.
 */
export function readStoreMoves(work: Work, wish: MovesWish): Promise<StoreMove[]> {
  const { merchantId } = work
  const { assets, from, until, stores } = wish
  // Generous on both sides: zones and cut-offs move a day by less than two.
  const since = startOfLocalDay(addDays(from, -1), 'UTC')
  const before = startOfLocalDay(addDays(until, 3), 'UTC')
  return work.send<StoreMove>(sql`
    with recursive place as (${placesOf(stores)}), moved as (
      select e.id, e.asset, e.units, e.debit_book, e.credit_book, e.store_id,
             ((e.at at time zone p.zone) - make_interval(hours => p.cutoff))::date as day
        from ledger.entry e join place p on p.id = e.store_id
       where e.merchant_id = ${merchantId} and e.asset = any(${[...assets]}::text[])
         and e.at >= ${since} and e.at < ${before}
         and (e.debit_book is not null or e.credit_book is not null)
    ), ours as (
      select * from moved where day between ${from}::date and ${until}::date
    ), used as (
      select o.day, o.store_id, o.asset, u.lot_id, sum(u.units) as units
        from ours o cross join lateral (select u.lot_id, u.units from ledger.lot_use u
                                         where u.merchant_id = ${merchantId} and u.entry_id = o.id offset 0) u
       where o.credit_book = 'spent' or o.debit_book = 'spent'
       group by o.day, o.store_id, o.asset, u.lot_id
    ), ${originsOf(merchantId)}
    select day, store_id, origin_store_id, asset, what, sum(units)::bigint as units from (
      select u.day, u.store_id, r.store_id as origin_store_id, u.asset, 'used' as what, u.units
        from used u join origin r on r.lot_id = u.lot_id
      union all
      select day, store_id, store_id, asset,
             case when debit_book in ('issued', 'opening') then 'granted' else 'left' end,
             case when credit_book is null and debit_book not in ('issued', 'opening') then -units else units end
        from ours
       where coalesce(credit_book, '') <> 'spent' and coalesce(debit_book, '') not in ('spent', 'offline_shortfall')) m
     group by day, store_id, origin_store_id, asset, what
    having sum(units) <> 0
     order by day, store_id, origin_store_id, asset, what`)
}

/** Of one posting, what was spent at a store of value that another one had sold; less what it gave back. */
export type ServedElsewhere = {
  sourceKind: string
  sourceId: string
  storeId: string
  /** Null: value that no store sold, as opening balances are. */
  originStoreId: string | null
  units: number
}

/**
 * Postings of some business days that spent, or gave back, value at another store than the one that sold it, one row for each posting and
 * origin; days as `readStoreMoves` reckons them. Value keeps its origin through gifts and merges. Cost: the entries of the days.
 */
export function readServedElsewhere(
  { send, merchantId }: Work,
  { asset, from, until, stores }: Omit<MovesWish, 'assets'> & { asset: string },
): Promise<ServedElsewhere[]> {
  return send<ServedElsewhere>(sql`
    with recursive place as (${placesOf(stores)}), used as (
      select e.source_kind, e.source_id, e.store_id, u.lot_id, sum(u.units) as units
        from ledger.entry e join place p on p.id = e.store_id
       cross join lateral (select u.lot_id, u.units from ledger.lot_use u
                            where u.merchant_id = ${merchantId} and u.entry_id = e.id offset 0) u
       where e.merchant_id = ${merchantId} and e.asset = ${asset}
         and e.at >= ${startOfLocalDay(addDays(from, -1), 'UTC')} and e.at < ${startOfLocalDay(addDays(until, 3), 'UTC')}
         and ((e.at at time zone p.zone) - make_interval(hours => p.cutoff))::date between ${from}::date and ${until}::date
         and (e.credit_book = 'spent' or e.debit_book = 'spent')
       group by e.source_kind, e.source_id, e.store_id, u.lot_id
    ), ${originsOf(merchantId)}
    select u.source_kind, u.source_id, u.store_id, r.store_id as origin_store_id, sum(u.units)::bigint as units
      from used u join origin r on r.lot_id = u.lot_id
     where r.store_id is distinct from u.store_id
     group by u.source_kind, u.source_id, u.store_id, r.store_id
    having sum(u.units) <> 0
     order by u.source_id, u.store_id, r.store_id`)
}

/** By which stores what some postings spent, less what they gave back, had been sold. Locks nothing. */
export function readOrigins(
  { send, merchantId }: Work,
  { asset, sources }: { asset: string; sources: readonly Source[] },
): Promise<{ originStoreId: string | null; units: number }[]> {
  return send(sql`
    with recursive used as (
      select u.lot_id, sum(u.units) as units
        from unnest(${sources.map(({ kind }) => kind)}::text[], ${sources.map(({ id }) => id)}::uuid[]) as s(kind, id)
       cross join lateral (select e.id from ledger.entry e
                            where e.merchant_id = ${merchantId} and e.source_kind = s.kind and e.source_id = s.id and e.asset = ${asset}
                              and (e.credit_book = 'spent' or e.debit_book = 'spent') offset 0) e
       cross join lateral (select u.lot_id, u.units from ledger.lot_use u
                            where u.merchant_id = ${merchantId} and u.entry_id = e.id offset 0) u
       group by u.lot_id
    ), ${originsOf(merchantId)}
    select r.store_id as origin_store_id, sum(u.units)::bigint as units
      from used u join origin r on r.lot_id = u.lot_id group by r.store_id having sum(u.units) <> 0 order by r.store_id`)
}

const placesOf = (stores: MovesWish['stores']) => sql`
  select * from unnest(${stores.map(({ id }) => id)}::uuid[], ${stores.map(({ timeZone }) => timeZone)}::text[],
         ${stores.map(({ cutoffHour }) => cutoffHour)}::integer[]) as p(id, zone, cutoff)`

/** From the lots of `used` to the stores whose grants opened the value, wherever it moved since. */
const originsOf = (merchantId: string) => sql`
    path as (
      select distinct lot_id, lot_id as at_lot from used
      union
      select p.lot_id, l.origin_lot_id
        from path p cross join lateral (select l.origin_lot_id from ledger.lot l
                                         where l.merchant_id = ${merchantId} and l.id = p.at_lot offset 0) l
       where l.origin_lot_id is not null
    ), origin as (
      select p.lot_id, g.store_id
        from path p
        cross join lateral (select l.entry_id from ledger.lot l
                             where l.merchant_id = ${merchantId} and l.id = p.at_lot and l.origin_lot_id is null offset 0) l
        cross join lateral (select g.store_id from ledger.entry g
                             where g.merchant_id = ${merchantId} and g.id = l.entry_id offset 0) g
    )`
