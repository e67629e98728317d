import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

/**
 * Hands every pass of one record to another, when two records turn out to be one person; the family of a pass that they were in is
 * left as it is. Returns which, so that it can be taken apart. The members are locked by the caller.
 */
export async function movePasses({ send, merchantId }: Work, { from, to }: Between): Promise<string[]> {
  const moved = await send<{ id: string }>(sql`
    update passes.pass set member_id = ${to} where merchant_id = ${merchantId} and member_id = ${from} returning id`)
  return moved.map(({ id }) => id)
}

/** Gives back those that are still there; what was given to others meanwhile stays with them. */
export async function movePassesBack(
  { send, merchantId }: Work,
  { from, to, passIds }: Between & { passIds: readonly string[] },
): Promise<void> {
  if (passIds.length === 0) return
  await send(sql`
    update passes.pass set member_id = ${to}
     where merchant_id = ${merchantId} and member_id = ${from} and id = any(${[...passIds]}::uuid[])`)
}
