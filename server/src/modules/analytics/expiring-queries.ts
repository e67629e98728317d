import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'

/** What a member loses: the purses that people speak of, each one or two assets of the ledger. */
export type ExpiringPurse = 'points' | 'stored_value'

const assetsOf: Record<ExpiringPurse, readonly string[]> = {
  points: ['points'],
  stored_value: ['stored_principal', 'stored_bonus'],
}

export type ExpiringRow = { memberId: string; units: number; expiresAt: Date; expiresDay: Day }

/**
 * Members whose value lapses after the work's time and not after `until`: all that lapses in that stretch, and the first day of
 * it. Whoever loses something first stands first; one page after the cursor.
 */
export async function readExpiring(
  work: Work,
  purse: ExpiringPurse,
  until: Date,
  { after, limit }: { after: { at: string; memberId: string } | null; limit: number },
): Promise<ExpiringRow[]> {
  const { at = null, memberId = null } = after ?? {}
  return work.send<ExpiringRow>(sql`
    select owner_id as member_id, sum(remaining_units)::bigint as units,
           min(expires_at) as expires_at, min(expires_day)::text as expires_day
      from ledger.read_open_lot
     where merchant_id = ${work.merchantId} and owner_kind = 'member' and asset = any(${[...assetsOf[purse]]}::text[])
       and remaining_units > 0 and expires_at > ${work.at} and expires_at <= ${until}
     group by owner_id
    having ${at}::timestamptz is null or (min(expires_at), owner_id) > (${at}::timestamptz, ${memberId}::uuid)
     order by min(expires_at), owner_id
     limit ${limit}`)
}
