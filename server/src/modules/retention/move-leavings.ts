import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

/** Leavings, offers and follow-ups of one person, by ids. */
export type MovedLeavings = { leavingIds: string[]; offerIds: string[]; followUpIds: string[] }

const tables = { leavingIds: 'leaving', offerIds: 'made_offer', followUpIds: 'follow_up' } as const
const kinds = Object.keys(tables) as (keyof MovedLeavings)[]

/**
 * Hands the leavings of one record to another, when two records turn out to be one person: what was asked for is still theirs to finish
 * or take back, what they were offered counts toward what one may be offered, and whom to call is who they are now. Receipts stay as they
 * were signed. Returns which, so that it can be taken apart.
 */
export async function moveLeavings({ send, merchantId }: Work, { from, to }: Between): Promise<MovedLeavings> {
  const moved = await Promise.all(
    kinds.map((kind) =>
      send<{ id: string }>(sql`
        update retention.${sql.raw(tables[kind])} set member_id = ${to}
         where merchant_id = ${merchantId} and member_id = ${from} returning id`),
    ),
  )
  const [leavingIds, offerIds, followUpIds] = moved.map((rows) => rows.map(({ id }) => id))
  return { leavingIds: leavingIds!, offerIds: offerIds!, followUpIds: followUpIds! }
}

/** Gives back those that came with the merge. */
export async function moveLeavingsBack(
  { send, merchantId }: Work,
  { from, to, moved }: Between & { moved: MovedLeavings },
): Promise<void> {
  await Promise.all(
    kinds.map((kind) =>
      send(sql`
        update retention.${sql.raw(tables[kind])} set member_id = ${to}
         where merchant_id = ${merchantId} and member_id = ${from} and id = any(${moved[kind]}::uuid[])`),
    ),
  )
}
