import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { AccountKey } from './ledger-rules.ts'

/** `endedAt` is when the lot's own day was over; of one that lapsed by inactivity, when that was booked. */
export type EndedLot = { lotId: string; units: number; endedAt: Date }

/** What was booked as ended on an account since an instant, lot by lot, the latest first. */
export function readEndedLots({ send, merchantId }: Work, { ownerKind, ownerId, asset }: AccountKey, since: Date) {
  return send<EndedLot>(sql`
    select e.source_id as lot_id, sum(e.units)::bigint as units, min(least(l.expires_at, e.at)) as ended_at
      from ledger.account a
      join ledger.entry e on e.merchant_id = a.merchant_id and e.debit_account_id = a.id
      join ledger.lot l on l.merchant_id = a.merchant_id and l.id = e.source_id
     where a.merchant_id = ${merchantId} and a.owner_kind = ${ownerKind} and a.owner_id = ${ownerId} and a.asset = ${asset}
       and e.kind = 'expire' and e.source_kind = 'lot' and e.at >= ${since}
     group by e.source_id order by max(e.at) desc, e.source_id`)
}
