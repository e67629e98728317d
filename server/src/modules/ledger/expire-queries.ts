import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { AccountKey } from './ledger-rules.ts'

/** When a lot really ends: by its own day or by inactivity, whichever comes first (`endOfIdle` in SQL, as in `read_open_lot`). */
const endsAt = sql`case when l.idle_zone is null then l.expires_at
  else least(l.expires_at, (ledger.idle_last_day(a.active_at, l.earned_at, l.idle_months, l.idle_days, l.idle_zone) + 1)::timestamp
    at time zone l.idle_zone) end`

/**
 * Locks, in key order, accounts that hold something that ended by its own day, or that inactivity is to be looked at for: a bounded
 * number, oldest first. Lots of pairs are left to the engine.
 */
export function lockDueAccounts({ send, merchantId, at }: Work, limit: number) {
  return send<{ id: string; isIdle: boolean }>(sql`
    with due as materialized (
      select account_id, bool_or(is_idle) as is_idle
        from ((select account_id, false as is_idle from ledger.lot
                where merchant_id = ${merchantId} and is_open and expires_at <= ${at} and remaining_units > held_units
                  and pair_id is null
                order by expires_at limit ${limit})
              union all
              (select account_id, true from ledger.idle_account
                where merchant_id = ${merchantId} and due_at <= ${at} order by due_at limit ${limit})) found
       group by account_id
    ), sorted as materialized (
      select a.id, due.is_idle
        from due cross join lateral (select a.id, a.owner_id, a.asset, a.owner_kind from ledger.account a
                                      where a.merchant_id = ${merchantId} and a.id = due.account_id offset 0) a
       order by a.owner_id, a.asset, a.owner_kind
    )
    select a.id, sorted.is_idle
      from sorted cross join lateral (select a.id from ledger.account a
                                       where a.merchant_id = ${merchantId} and a.id = sorted.id for update) a`)
}

/**
 * Books all that has ended on locked accounts in one statement: an entry and a use per lot, lots and accounts lowered. The rows are those
 * that `planExpiry` plans. `anId` gives the time of the new ids, their chance is the database's.
 */
export function bookEnded({ send, merchantId, at }: Work, accountIds: readonly string[], anId: string) {
  return send<{ lots: number; units: number }>(sql`
    with ended as (
      select l.*, a.asset, a.version, a.balance_units, l.remaining_units - l.held_units as units
        from unnest(${accountIds}::uuid[]) as k(id)
        cross join lateral (select a.id, a.asset, a.version, a.balance_units, a.active_at from ledger.account a
                             where a.merchant_id = ${merchantId} and a.id = k.id offset 0) a
        cross join lateral (select l.id, l.account_id, l.remaining_units, l.held_units, ${endsAt} as ends_at from ledger.lot l
                             where l.merchant_id = ${merchantId} and l.account_id = a.id and l.is_open
                               and l.pair_id is null offset 0) l
       where l.ends_at <= ${at} and l.remaining_units > l.held_units
    ), placed as materialized (
      select id, account_id, asset, units, held_units, balance_units, version + row_number() over walk as version,
             balance_units - sum(units) over walk as balance_after,
             (${anId.slice(0, 13)} || '-7' || substr(gen_random_uuid()::text, 16))::uuid as entry_id
        from ended window walk as (partition by account_id order by ends_at, id rows unbounded preceding)
    ), booked as (
      insert into ledger.entry (merchant_id, id, kind, asset, units, debit_account_id, debit_balance_after, debit_version,
             credit_book, source_kind, source_id, at)
      select ${merchantId}, entry_id, 'expire', asset, units, account_id, balance_after, version, 'expired', 'lot', id, ${at}
        from placed
    ), used as (
      insert into ledger.lot_use (merchant_id, entry_id, lot_id, units, drawn_units, held_units, position)
      select ${merchantId}, entry_id, id, units, 0, 0, 0 from placed
    ), emptied as (
      update ledger.lot l set remaining_units = l.held_units, is_open = l.held_units > 0
        from placed p where l.merchant_id = ${merchantId} and l.id = p.id
    ), lowered as (
      update ledger.account a set balance_units = s.balance_after, version = s.version
        from (select account_id, min(balance_after) as balance_after, max(version) as version from placed group by account_id) s
       where a.merchant_id = ${merchantId} and a.id = s.account_id
    )
    select count(*)::integer as lots, coalesce(sum(units), 0)::bigint as units from placed`)
}

/** Notes when idle accounts, looked at now, are to be looked at next: when the first of what is left lapses. What is held waits a day. */
export function renewIdleAccounts({ send, merchantId, at }: Work, accountIds: readonly string[]) {
  return send(sql`
    with looked as materialized (
      select k.id, (select min(case when v.ends_at <= ${at} then ${at}::timestamptz + interval '1 day' else v.ends_at end)
                      from ledger.read_open_lot v
                     where v.merchant_id = ${merchantId} and v.account_id = k.id and v.is_idle and v.remaining_units > 0) as next_at
        from unnest(${accountIds}::uuid[]) as k(id)
    ), gone as (
      delete from ledger.idle_account i using looked
       where i.merchant_id = ${merchantId} and i.account_id = looked.id and looked.next_at is null
    )
    update ledger.idle_account i set due_at = looked.next_at
      from looked where i.merchant_id = ${merchantId} and i.account_id = looked.id and looked.next_at is not null`)
}

/** Accounts with pairs of which a side has ended and is not booked yet, a bounded number, oldest first. */
export function readDuePairs(work: Work, limit: number) {
  return work.send<AccountKey>(sql`
    select distinct a.owner_kind, a.owner_id, a.asset
      from (select account_id from ledger.lot
             where merchant_id = ${work.merchantId} and is_open and expires_at <= ${work.at}
               and remaining_units > held_units and pair_id is not null
             order by expires_at limit ${limit}) due
      join ledger.account a on a.merchant_id = ${work.merchantId} and a.id = due.account_id`)
}

/** When the next open lot may end, now where some are due; null when none will. What is held and ended waits for its release. */
export async function readNextEnd({ send, merchantId, at }: Work): Promise<Date | null> {
  const [row] = await send<{ nextAt: Date | null }>(sql`
    select least(
      (select expires_at from ledger.lot
        where merchant_id = ${merchantId} and is_open and expires_at is not null
          and (expires_at > ${at} or remaining_units > held_units)
        order by expires_at limit 1),
      (select min(due_at) from ledger.idle_account where merchant_id = ${merchantId})) as next_at`)
  return row?.nextAt ?? null
}
