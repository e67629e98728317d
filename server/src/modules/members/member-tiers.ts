import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** The level that holds for each of these members now; null is the base level. One statement of the flight. */
export async function memberTiers(
  { send, merchantId }: Work,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map()
  const rows = await send<{ id: string; tierId: string | null }>(sql`
    select m.id, m.tier_id from unnest(${[...new Set(ids)]}::uuid[]) as wanted (id)
      join members.member m on m.merchant_id = ${merchantId} and m.id = wanted.id`)
  return new Map(rows.map(({ id, tierId }) => [id, tierId]))
}

/**
 * Puts members on levels. Their rows are locked already (`lockMembers`). The tills that keep members hear of it with the next
 * changes; the profile's version stays, for nobody edited it.
 */
export async function placeMembers(
  { send, merchantId, at }: Work,
  rows: readonly { memberId: string; tierId: string | null }[],
): Promise<void> {
  if (rows.length === 0) return
  await send(sql`
    update members.member m set tier_id = placed.tier_id, updated_at = ${at}
      from unnest(${rows.map(({ memberId }) => memberId)}::uuid[], ${rows.map(({ tierId }) => tierId)}::uuid[])
           as placed (member_id, tier_id)
     where m.merchant_id = ${merchantId} and m.id = placed.member_id and m.tier_id is distinct from placed.tier_id`)
}
