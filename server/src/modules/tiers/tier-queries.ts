import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type TierRow = {
  tierId: string
  level: number
  name: string
  colour: number
  pointsTimesBps: number
  isArchived: boolean
}

/** Every level there is or was, by rank; those that were dropped last. */
export function readTiers({ send, merchantId }: Work): Promise<TierRow[]> {
  return send<TierRow>(sql`
    select id as tier_id, level, name, colour, points_times_bps, archived_at is not null as is_archived
      from tiers.tier where merchant_id = ${merchantId} order by archived_at is not null, level, id`)
}
