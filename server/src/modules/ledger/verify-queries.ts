import { sql, type RawBuilder } from 'kysely'
import type { Work } from '#platform/work.ts'

/** A row that breaks an invariant, in words of the ledger. */
export type Broken = { check: string; id: string; detail: string }
type BrokenRow = { id: string; detail: string }

/** Balance, debt and holds are what the lots say. */
const accountsAgainstLots = ({ merchantId }: Work) => sql<BrokenRow>`
  select a.id, format('balance %s, lots %s, debt %s, held %s, held in lots %s', a.balance_units, coalesce(l.remaining, 0),
                      a.debt_units, a.held_units, coalesce(l.held, 0)) as detail
    from ledger.account a
    left join (select account_id, sum(remaining_units) as remaining, sum(held_units) as held
                 from ledger.lot where merchant_id = ${merchantId} group by account_id) l on l.account_id = a.id
   where a.merchant_id = ${merchantId}
     and (a.balance_units <> coalesce(l.remaining, 0) - a.debt_units or a.held_units <> coalesce(l.held, 0))
   limit 1`

/** Each account's entries, in the order of its versions. A hold counts once and moves nothing. */
const sides = ({ merchantId }: Work) => sql`
  select id, debit_account_id as account_id, debit_version as version, debit_balance_after as balance_after, asset,
         case when debit_account_id = credit_account_id then 0 else -units end as delta
    from ledger.entry where merchant_id = ${merchantId} and debit_account_id is not null
  union all
  select id, credit_account_id, credit_version, credit_balance_after, asset, units
    from ledger.entry where merchant_id = ${merchantId} and credit_account_id is not null
     and debit_account_id is distinct from credit_account_id`

/** Balance and version are what the entries say. */
const accountsAgainstEntries = (work: Work) => sql<BrokenRow>`
  select coalesce(a.id, s.account_id) as id,
         case when a.id is null then 'entries of an account that does not exist'
              else format('balance %s, entries %s; version %s, number of entries %s', a.balance_units, coalesce(s.total, 0),
                          a.version, coalesce(s.entries, 0)) end as detail
    from (select * from ledger.account where merchant_id = ${work.merchantId}) a
    full join (select account_id, sum(delta) as total, count(*) as entries from (${sides(work)}) side group by account_id) s
      on s.account_id = a.id
   where a.id is null or a.balance_units <> coalesce(s.total, 0) or a.version <> coalesce(s.entries, 0)
   limit 1`

/** Each entry's balance after is the one before it, moved by its units; versions count up without a gap. */
const entryChain = (work: Work) => sql<BrokenRow>`
  select id, format('balance after %s where %s was due, version %s', balance_after, due, version) as detail
    from (select s.*, row_number() over history as place, sum(s.delta) over history as due
            from (${sides(work)}) s
          window history as (partition by s.account_id order by s.version rows unbounded preceding)) chain
   where balance_after <> due or version <> place
   limit 1`

/** The asset of an entry is that of its accounts. */
const entryAssets = (work: Work) => sql<BrokenRow>`
  select s.id, format('asset %s on an account of %s', s.asset, a.asset) as detail
    from (${sides(work)}) s
    join ledger.account a on a.merchant_id = ${work.merchantId} and a.id = s.account_id
   where a.asset <> s.asset
   limit 1`

/** What remains of a lot is what was granted less its uses; what is held, and drawn where nothing was carried, likewise. */
const lotsAgainstUses = ({ merchantId }: Work) => sql<BrokenRow>`
  select l.id, format('granted %s, uses %s, remaining %s, drawn %s', l.granted_units, coalesce(u.units, 0), l.remaining_units,
                      l.drawn_units) as detail
    from ledger.lot l
    left join (select lot_id, sum(units) as units, sum(drawn_units) as drawn, sum(held_units) as held
                 from ledger.lot_use where merchant_id = ${merchantId} group by lot_id) u on u.lot_id = l.id
   where l.merchant_id = ${merchantId}
     and (l.remaining_units <> l.granted_units - coalesce(u.units, 0)
          or l.held_units <> coalesce(u.held, 0)
          or (l.origin_lot_id is null and l.drawn_units <> coalesce(u.drawn, 0)))
   limit 1`

/** Lots and uses hang on accounts, entries and lots that exist. */
const orphans = ({ merchantId }: Work) => sql<BrokenRow>`
  (select l.id, 'lot without its account or its entry' as detail from ledger.lot l
    where l.merchant_id = ${merchantId}
      and (not exists (select from ledger.account a where a.merchant_id = ${merchantId} and a.id = l.account_id)
           or not exists (select from ledger.entry e where e.merchant_id = ${merchantId} and e.id = l.entry_id))
    limit 1)
  union all
  (select u.entry_id, format('use of lot %s without its entry or its lot', u.lot_id) from ledger.lot_use u
    where u.merchant_id = ${merchantId}
      and (not exists (select from ledger.entry e where e.merchant_id = ${merchantId} and e.id = u.entry_id)
           or not exists (select from ledger.lot l where l.merchant_id = ${merchantId} and l.id = u.lot_id))
    limit 1)
  limit 1`

/** What an entry takes from lots, or puts into them, is its units; less only by a debt made or repaid (R16). */
const entriesAgainstLots = ({ merchantId }: Work) => sql<BrokenRow>`
  select e.id, format('%s of %s units: took %s, gave back %s, opened %s', e.kind, e.units, coalesce(u.taken, 0),
                      coalesce(u.given, 0), coalesce(l.opened, 0)) as detail
    from ledger.entry e
    left join (select entry_id, sum(greatest(units, 0)) as taken, sum(greatest(-units, 0)) as given
                 from ledger.lot_use where merchant_id = ${merchantId} group by entry_id) u on u.entry_id = e.id
    left join (select entry_id, sum(granted_units) as opened
                 from ledger.lot where merchant_id = ${merchantId} group by entry_id) l on l.entry_id = e.id
   where e.merchant_id = ${merchantId} and e.kind not in ('hold', 'release')
     and (e.debit_account_id is not null
            and (coalesce(u.taken, 0) > e.units
                 or (coalesce(u.taken, 0) < e.units and e.kind not in ('clawback', 'merge')))
          or e.credit_account_id is not null
            and (coalesce(u.given, 0) + coalesce(l.opened, 0) > e.units
                 or (coalesce(u.given, 0) + coalesce(l.opened, 0) < e.units and e.asset not in ('points', 'qualifying')))
          or e.debit_account_id is null and coalesce(u.taken, 0) <> 0
          or e.credit_account_id is null and (coalesce(u.given, 0) <> 0 or coalesce(l.opened, 0) <> 0))
   limit 1`

/** Never more is given back for a record than was spent for it. */
const restoresAgainstSpends = ({ merchantId }: Work) => sql<BrokenRow>`
  select source_id as id, format('%s %s: spent %s, given back %s', source_kind, source_id, sum(spent), sum(restored)) as detail
    from (select source_kind, source_id, units as spent, 0 as restored
            from ledger.entry where merchant_id = ${merchantId} and kind = 'spend'
          union all
          select s.source_kind, s.source_id, 0, r.units
            from ledger.entry r
            left join ledger.entry s on s.merchant_id = ${merchantId} and s.id = r.reverses_entry_id and s.kind = 'spend'
           where r.merchant_id = ${merchantId} and r.kind = 'restore') moved
   group by source_kind, source_id
  having sum(restored) > sum(spent) or source_id is null
   limit 1`

/** Over all accounts, the merchant's own included, each asset sums to zero. */
const assetsSumToZero = ({ merchantId }: Work) => sql<BrokenRow>`
  select asset as id, format('all accounts of %s sum to %s', asset, sum(units)) as detail
    from (select asset, balance_units as units from ledger.account where merchant_id = ${merchantId}
          union all
          select asset, -units from ledger.entry where merchant_id = ${merchantId} and debit_book is not null
          union all
          select asset, units from ledger.entry where merchant_id = ${merchantId} and credit_book is not null) moved
   group by asset having sum(units) <> 0
   limit 1`

/** A closed day of the merchant's side is what its entries say. */
const booksAgainstEntries = ({ merchantId }: Work) => sql<BrokenRow>`
  with moved as (
    select day, asset, book, sum(units_in) as units_in, sum(units_out) as units_out
      from (select (at at time zone 'UTC')::date as day, asset, credit_book as book, units as units_in, 0 as units_out
              from ledger.entry where merchant_id = ${merchantId} and credit_book is not null
            union all
            select (at at time zone 'UTC')::date, asset, debit_book, 0, units
              from ledger.entry where merchant_id = ${merchantId} and debit_book is not null) each_side
     where day <= (select max(day) from ledger.book_day where merchant_id = ${merchantId})
     group by day, asset, book
  )
  select coalesce(b.book, m.book) as id,
         format('%s %s on %s: in %s and out %s, entries in %s and out %s', coalesce(b.asset, m.asset),
                coalesce(b.book, m.book), coalesce(b.day, m.day), b.units_in, b.units_out, m.units_in, m.units_out) as detail
    from (select * from ledger.book_day where merchant_id = ${merchantId}) b
    full join moved m on m.day = b.day and m.asset = b.asset and m.book = b.book
   where b.units_in is distinct from m.units_in or b.units_out is distinct from m.units_out
   limit 1`

/** A lot's expiry is where its last extension put it. */
const expiriesAgainstExtensions = ({ merchantId }: Work) => sql<BrokenRow>`
  select l.id, format('expires %s, its last extension says %s', l.expires_at, x.to_expires_at) as detail
    from (select distinct on (lot_id) lot_id, to_expires_at from ledger.lot_extension
           where merchant_id = ${merchantId} order by lot_id, id desc) x
    join ledger.lot l on l.merchant_id = ${merchantId} and l.id = x.lot_id
   where l.expires_at is distinct from x.to_expires_at
   limit 1`

export const checks: Record<string, (work: Work) => RawBuilder<BrokenRow>> = {
  accounts_against_lots: accountsAgainstLots,
  accounts_against_entries: accountsAgainstEntries,
  entry_chain: entryChain,
  entry_assets: entryAssets,
  lots_against_uses: lotsAgainstUses,
  orphans,
  entries_against_lots: entriesAgainstLots,
  restores_against_spends: restoresAgainstSpends,
  assets_sum_to_zero: assetsSumToZero,
  books_against_entries: booksAgainstEntries,
  expiries_against_extensions: expiriesAgainstExtensions,
}

export async function countLedger(work: Work) {
  const [row] = await work.send<{ accounts: number; entries: number }>(sql`
    select (select count(*) from ledger.account where merchant_id = ${work.merchantId}) as accounts,
           (select count(*) from ledger.entry where merchant_id = ${work.merchantId}) as entries`)
  return row!
}
