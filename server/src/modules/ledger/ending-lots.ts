import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type EndingLot = {
  lotId: string
  ownerKind: string
  ownerId: string
  asset: string
  units: number
  earnedAt: Date
  endsAt: Date
  endsDay: string
  endsZone: string
  isIdle: boolean
}

/**
 * Every lot that would be booked as ended at `until` if nobody did anything before, by the instant it ends; so that what a sweep will
 * do can be read before it runs. Without locks; `after` is the last row seen.
 */
export function readEndingLots(
  { send, merchantId }: Work,
  { until, after, limit }: { until: Date; after: { endsAt: Date; lotId: string } | null; limit: number },
): Promise<EndingLot[]> {
  const fixed = sql`select * from ledger.read_open_lot
    where merchant_id = ${merchantId} and expires_at <= ${until} and not is_idle and remaining_units > held_units`
  const lapsing = sql`select v.* from ledger.idle_account i
    cross join lateral (select * from ledger.read_open_lot v
      where v.merchant_id = ${merchantId} and v.account_id = i.account_id and v.is_idle offset 0) v
    where i.merchant_id = ${merchantId} and i.due_at <= ${until} and v.ends_at <= ${until} and v.remaining_units > v.held_units`
  const isLater = after ? sql`(ends_at, lot_id) > (${after.endsAt}, ${after.lotId}::uuid)` : sql`true`
  return send<EndingLot>(sql`
    select lot_id, owner_kind, owner_id, asset, remaining_units - held_units as units, earned_at, ends_at, ends_day::text,
           ends_zone, is_idle
      from (select * from (${fixed}) fixed where ${isLater}
            union all select * from (${lapsing}) lapsing where ${isLater}) due
     order by ends_at, lot_id limit ${limit}`)
}
