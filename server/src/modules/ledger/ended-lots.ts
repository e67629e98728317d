import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { AccountKey } from './ledger-rules.ts'

export type EndedLot = { lotId: string; units: number; at: Date }

/** What was booked as ended on an account since an instant, lot by lot, the latest first. */
export function readEndedLots({ send, merchantId }: Work, { ownerKind, ownerId, asset }: AccountKey, since: Date) {
  return send<EndedLot>(sql`
    select e.source_id as lot_id, sum(e.units)::bigint as units, max(e.at) as at
      from ledger.account a
      join ledger.entry e on e.merchant_id = a.merchant_id and e.debit_account_id = a.id
     where a.merchant_id = ${merchantId} and a.owner_kind = ${ownerKind} and a.owner_id = ${ownerId} and a.asset = ${asset}
       and e.kind = 'expire' and e.source_kind = 'lot' and e.at >= ${since}
     group by e.source_id order by max(e.at) desc, e.source_id`)
}
