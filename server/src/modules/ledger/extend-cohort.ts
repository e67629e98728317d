import { sql } from 'kysely'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import type { Asset, Expiry, Source } from './ledger-rules.ts'
import { expirySweepKind } from './post-ledger.ts'

/** Open lots of these accounts that really end on days of this stretch and have not ended yet. */
export type Cohort = { asset: Asset; accountIds: readonly string[]; from: Day; to: Day }

const lotsOf = ({ merchantId, at }: Work, { asset, accountIds, from, to }: Cohort) => sql`
  select l.* from unnest(${accountIds}::uuid[]) as k(id)
    cross join lateral (select * from ledger.read_open_lot v where v.merchant_id = ${merchantId} and v.account_id = k.id offset 0) l
   where l.asset = ${asset} and l.remaining_units > 0 and l.ends_day between ${from} and ${to} and l.ends_at > ${at}`

export type CohortSize = { members: number; lots: number; units: number }

/** How much would be moved. Without locks. */
export async function measureCohort(work: Work, cohort: Cohort): Promise<CohortSize> {
  const [row] = await work.send<CohortSize>(sql`
    select count(distinct owner_id)::integer as members, count(*)::integer as lots, coalesce(sum(remaining_units), 0)::bigint as units
      from (${lotsOf(work, cohort)}) l`)
  return row!
}

/**
 * Moves the end of a whole cohort's lots to one fixed day, set-wise, each with its row and the record it was made for; what lapsed by
 * inactivity no longer does. Locks the accounts in key order. Returns what was moved, by owner.
 */
export async function extendCohort(
  work: Work,
  cohort: Cohort,
  expiry: Expiry,
  source: Source,
): Promise<{ ownerId: string; lots: number; units: number }[]> {
  const { merchantId, at } = work
  await work.send(sql`
    with sorted as materialized (
      select a.id from unnest(${cohort.accountIds}::uuid[]) as k(id)
       cross join lateral (select * from ledger.account a where a.merchant_id = ${merchantId} and a.id = k.id offset 0) a
       order by a.owner_id, a.asset, a.owner_kind)
    select a.id from sorted cross join lateral (select a.id from ledger.account a
      where a.merchant_id = ${merchantId} and a.id = sorted.id for update) a`)
  const moved = await work.send<{ ownerId: string; lots: number; units: number }>(sql`
    with chosen as materialized (${lotsOf(work, cohort)}),
    noted as (
      insert into ledger.lot_extension (merchant_id, id, lot_id, source_kind, source_id, from_expires_at, to_expires_at,
             to_expires_day, to_expires_zone, at)
      select ${merchantId}, (${newId().slice(0, 13)} || '-7' || substr(gen_random_uuid()::text, 16))::uuid, lot_id, ${source.kind}, ${source.id}, ends_at, ${expiry.at}, ${expiry.day},
             ${expiry.zone}, ${at} from chosen
    ), extended as (
      update ledger.lot l set expires_at = ${expiry.at}, expires_day = ${expiry.day}, expires_zone = ${expiry.zone},
             idle_months = null, idle_days = null, idle_zone = null
        from chosen c where l.merchant_id = ${merchantId} and l.id = c.lot_id
    )
    select owner_id, count(*)::integer as lots, sum(remaining_units)::bigint as units from chosen group by owner_id`)
  await noteDue(work, expirySweepKind, expiry.at)
  return moved
}
