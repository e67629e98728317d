import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Asset } from './ledger-rules.ts'

/** What became of lots that have ended, as they stood so many days before: in one of ten parts of the owners. */
export type LotFate = {
  daysLeft: number
  /** Whether nothing was earned or spent on the account in the 90 days before that moment. */
  isQuiet: boolean
  part: number
  lots: number
  /** Open then: what was used from then on, and what ended. */
  openUnits: number
  usedUnits: number
}

/** So long without an entry of its own an account is quiet. */
const quietDays = 90

/**
 * The lots of a sample of members (at most so many, chosen by the last byte of the account's id, the same ones each time) that ended
 * between two instants, with what was used of them (spent, given, donated, less what came back) in the last so many days before their end.
 * What was corrected or clawed back is in neither figure. Locks nothing; costs the entries of the sample: what
 * was done with a lot, and on an account, travels with it as a list, or each lot would be compared with all that anybody did.
 */
export function readLotFates(
  { send, merchantId }: Work,
  wish: { asset: Asset; since: Date; until: Date; daysLeft: readonly number[]; sample: number },
): Promise<LotFate[]> {
  const { asset, since, until, daysLeft, sample } = wish
  return send<LotFate>(sql`
    with own as materialized (
      select a.id, get_byte(uuid_send(a.id), 15) as byte from ledger.account a
       where a.merchant_id = ${merchantId} and a.asset = ${asset} and a.owner_kind = 'member'
    ), pick as materialized (
      select id, byte % 10 as part from own
       where byte < greatest(1, 256 * ${sample}::bigint / greatest(1, (select count(*) from own))) limit ${sample}
    ), moved as materialized (
      select p.id as account_id, p.part, e.id as entry_id, e.kind, e.at
        from pick p cross join lateral (
          select e.id, e.kind, e.at from ledger.entry e where e.merchant_id = ${merchantId} and e.debit_account_id = p.id
          union all
          select e.id, e.kind, e.at from ledger.entry e where e.merchant_id = ${merchantId} and e.credit_account_id = p.id offset 0) e
    ), used as materialized (
      select m.account_id, m.part, m.kind, m.at, u.lot_id, u.units
        from moved m cross join lateral (select u.lot_id, u.units from ledger.lot_use u
                                          where u.merchant_id = ${merchantId} and u.entry_id = m.entry_id offset 0) u
       where m.kind in ('spend', 'restore', 'gift', 'donate', 'expire')
    ), ended as materialized (
      select u.account_id, u.part, u.lot_id, l.expires_at, sum(u.units) filter (where u.kind = 'expire') as expired
        from used u cross join lateral (select l.expires_at from ledger.lot l
                                         where l.merchant_id = ${merchantId} and l.id = u.lot_id offset 0) l
       where l.expires_at > ${since} and l.expires_at <= ${until}
       group by u.account_id, u.part, u.lot_id, l.expires_at
    ), uses as materialized (
      select u.lot_id, array_agg(u.at) as moments, array_agg(u.units) as units
        from used u where u.kind <> 'expire' group by u.lot_id
    ), active as materialized (
      select m.account_id, array_agg(m.at) as moments from moved m where m.kind in ('grant', 'spend') group by m.account_id
    ), traced as materialized (
      select n.part, n.expires_at, coalesce(n.expired, 0) as expired, u.moments, u.units, a.moments as active
        from ended n left join uses u on u.lot_id = n.lot_id left join active a on a.account_id = n.account_id
    ), seen as (
      select t.part, t.expires_at, d.days, t.expired, t.active,
             coalesce((select sum(w.units) from unnest(t.moments, t.units) as w(at, units)
                        where w.at >= t.expires_at - make_interval(days => d.days) and w.at < t.expires_at), 0) as used
        from traced t cross join unnest(${[...daysLeft]}::integer[]) as d(days)
    )
    select s.days as days_left, q.is_quiet, s.part, count(*)::integer as lots, sum(greatest(0, s.used) + s.expired)::bigint as open_units,
           sum(greatest(0, s.used))::bigint as used_units
      from seen s
     cross join lateral (
       select not exists (select from unnest(s.active) as m(at)
                           where m.at >= s.expires_at - make_interval(days => s.days + ${quietDays})
                             and m.at < s.expires_at - make_interval(days => s.days)) as is_quiet) q
     where greatest(0, s.used) + s.expired > 0
     group by s.days, q.is_quiet, s.part order by s.days, q.is_quiet, s.part`)
}

/** Of these accounts, those on which nothing was earned or spent in the last 90 days. */
export async function readQuietAccounts(
  { send, merchantId, at }: Work,
  accountIds: readonly string[],
): Promise<Set<string>> {
  const since = new Date(at.getTime() - quietDays * 86_400_000)
  const rows = await send<{ id: string }>(sql`
    select k.id from unnest(${[...accountIds]}::uuid[]) as k(id)
     where not exists (select from ledger.entry e where e.merchant_id = ${merchantId} and e.debit_account_id = k.id
                          and e.kind in ('grant', 'spend') and e.at >= ${since})
       and not exists (select from ledger.entry e where e.merchant_id = ${merchantId} and e.credit_account_id = k.id
                          and e.kind in ('grant', 'spend') and e.at >= ${since})`)
  return new Set(rows.map(({ id }) => id))
}
