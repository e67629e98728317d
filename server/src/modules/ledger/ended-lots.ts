import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Asset, Owner } from './ledger-rules.ts'

/**
 * `endedAt` is when the lot's own day was over; of one that lapsed by inactivity, when that was booked. `openedBy` is the id of what opened
 * it: the source of its entry.
 */
export type EndedLot = { lotId: string; units: number; endedAt: Date; openedBy: string }

/** What was booked as ended on the accounts of some owners of one kind since an instant, lot by lot, the latest first. */
export function readEndedLots(
  { send, merchantId }: Work,
  { ownerKind, ownerIds, asset }: { ownerKind: Owner['ownerKind']; ownerIds: readonly string[]; asset: Asset },
  since: Date,
): Promise<EndedLot[]> {
  return send<EndedLot>(sql`
    select e.source_id as lot_id, sum(e.units)::bigint as units, min(least(l.expires_at, e.at)) as ended_at,
           min(o.source_id::text)::uuid as opened_by
      from ledger.account a
      join ledger.entry e on e.merchant_id = a.merchant_id and e.debit_account_id = a.id
      join ledger.lot l on l.merchant_id = a.merchant_id and l.id = e.source_id
     cross join lateral (select o.source_id from ledger.entry o
                          where o.merchant_id = ${merchantId} and o.id = l.entry_id offset 0) o
     where a.merchant_id = ${merchantId} and a.owner_kind = ${ownerKind} and a.owner_id = any(${[...ownerIds]}::uuid[])
       and a.asset = ${asset} and e.kind = 'expire' and e.source_kind = 'lot' and e.at >= ${since}
     group by e.source_id order by max(e.at) desc, e.source_id`)
}
