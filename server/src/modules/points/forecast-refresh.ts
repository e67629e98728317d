import { sql } from 'kysely'
import { accountsMovedSince, openAccountsAfter } from '#modules/ledger/open-accounts.ts'
import type { Work } from '#platform/work.ts'

/** Entries are looked for again so long after they were read: a transaction may commit later than its time says. */
const overlapMs = 180_000
const accountsPerStatement = 5_000
const accountsPerRound = 20_000

/**
 * Brings the mirror of what ends when up to `work.at`: the accounts that moved since it last looked, each anew from its lots, and the sums
 * per day by the difference. Costs grow with what moved, not with what there is. The first time it fills in rounds; false: there is more.
 *
 * Idempotent and self-healing: an account is never added to, always replaced. Locks the merchant's row of the forecast.
 */
export async function refreshForecast(work: Work): Promise<boolean> {
  const { merchantId } = work
  await work.send(sql`
    insert into points.forecast_state (merchant_id, read_to, filled_to, is_filled)
    values (${merchantId}, ${work.at}, null, false) on conflict do nothing`)
  const [state] = await work.send<{ readTo: Date; filledTo: string | null; isFilled: boolean }>(sql`
    select read_to, filled_to, is_filled from points.forecast_state where merchant_id = ${merchantId} for update`)
  const { readTo, filledTo, isFilled } = state!
  if (!isFilled) return fill(work, filledTo)
  const since = new Date(readTo.getTime() - overlapMs)
  if (readTo > work.at) return true
  await refreshEndings(work, await accountsMovedSince(work, 'points', since))
  await work.send(sql`update points.forecast_state set read_to = ${work.at} where merchant_id = ${merchantId}`)
  return true
}

async function fill(work: Work, after: string | null): Promise<boolean> {
  const accounts = await openAccountsAfter(work, { asset: 'points', after, limit: accountsPerRound })
  const ids = accounts.map(({ accountId }) => accountId)
  await refreshEndings(work, ids)
  const isFilled = ids.length < accountsPerRound
  // What moved while it was filled is read once more: `read_to` stays where the filling began.
  await work.send(sql`
    update points.forecast_state set filled_to = ${ids.at(-1) ?? after}, is_filled = ${isFilled}
     where merchant_id = ${work.merchantId}`)
  return isFilled
}

/** Replaces what the mirror says of some accounts by what their lots say. */
export async function refreshEndings(work: Work, accountIds: readonly string[]): Promise<void> {
  const sorted = accountIds.toSorted()
  for (let start = 0; start < sorted.length; start += accountsPerStatement) {
    await refreshSome(work, sorted.slice(start, start + accountsPerStatement))
  }
}

function refreshSome({ send, merchantId }: Work, accountIds: readonly string[]) {
  return send(sql`
    with fresh as materialized (
      select l.account_id, l.owner_id as member_id, coalesce(l.ends_day, 'infinity') as day,
             sum(l.remaining_units)::bigint as units, count(*)::integer as lots
        from unnest(${accountIds}::uuid[]) as k(id)
        cross join lateral (select v.account_id, v.owner_id, v.ends_day, v.remaining_units from ledger.read_open_lot v
                             where v.merchant_id = ${merchantId} and v.account_id = k.id and v.remaining_units > 0 offset 0) l
       group by 1, 2, 3
    ), old as materialized (
      select e.account_id, e.day, e.member_id, e.units, e.lots
        from unnest(${accountIds}::uuid[]) as k(id)
        cross join lateral (select * from points.ending e where e.merchant_id = ${merchantId} and e.account_id = k.id offset 0) e
    ), changed as materialized (
      select account_id, day, fresh.member_id, fresh.units, fresh.lots,
             coalesce(fresh.units, 0) - coalesce(old.units, 0) as more_units,
             coalesce(fresh.lots, 0) - coalesce(old.lots, 0) as more_lots,
             (fresh.units is not null)::integer - (old.units is not null)::integer as more_members
        from fresh full join old using (account_id, day)
       where (fresh.units, fresh.lots, fresh.member_id) is distinct from (old.units, old.lots, old.member_id)
    ), gone as (
      delete from points.ending e using changed c
       where e.merchant_id = ${merchantId} and e.account_id = c.account_id and e.day = c.day and c.units is null
    ), put as (
      insert into points.ending (merchant_id, account_id, day, member_id, units, lots)
      select ${merchantId}, account_id, day, member_id, units, lots from changed where units is not null
      on conflict (merchant_id, account_id, day)
        do update set member_id = excluded.member_id, units = excluded.units, lots = excluded.lots
    ), monthly as (
      insert into points.ending_month as m (merchant_id, month, units, members, lots)
      select ${merchantId}, month, sum(coalesce(f.units, 0) - coalesce(o.units, 0))::bigint,
             sum((f.units is not null)::integer - (o.units is not null)::integer)::integer,
             sum(coalesce(f.lots, 0) - coalesce(o.lots, 0))::integer
        from (select account_id, date_trunc('month', day)::date as month, sum(units) as units, sum(lots) as lots
                from fresh group by 1, 2) f
        full join (select account_id, date_trunc('month', day)::date as month, sum(units) as units, sum(lots) as lots
                     from old group by 1, 2) o using (account_id, month)
       group by month
      having sum(coalesce(f.units, 0) - coalesce(o.units, 0)) <> 0 or sum(coalesce(f.lots, 0) - coalesce(o.lots, 0)) <> 0
          or sum((f.units is not null)::integer - (o.units is not null)::integer) <> 0
      on conflict (merchant_id, month) do update
         set units = m.units + excluded.units, members = m.members + excluded.members, lots = m.lots + excluded.lots
    )
    insert into points.ending_day as d (merchant_id, day, units, members, lots)
    select ${merchantId}, day, sum(more_units)::bigint, sum(more_members)::integer, sum(more_lots)::integer
      from changed group by day
    on conflict (merchant_id, day) do update
       set units = d.units + excluded.units, members = d.members + excluded.members, lots = d.lots + excluded.lots`)
}
