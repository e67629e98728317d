import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { lockPasses } from './pass-queries.ts'

type Between = { from: string; to: string }

/** What was done of passes in a merge, by ids. */
export type MovedPasses = {
  passIds: string[]
  /** Passes of others in whose family the record was; of these, where the other record came in for it. */
  familyIds: string[]
  joinedIds: string[]
  /** Passes that moved to somebody who was in their family: now the holder. */
  ownFamilyIds: string[]
  useIds: string[]
  holdIds: string[]
}

/**
 * Hands every pass of one record to another, when two records turn out to be one person, with its place in families, its visits and its
 * bookings: a limit per person counts one person. Freezes, renewals and units hang on the pass and need no move. Returns what was done, so
 * that it can be taken apart. The members are locked by the caller.
 */
export async function movePasses(work: Work, { from, to }: Between): Promise<MovedPasses> {
  const { send, merchantId } = work
  const moved = await send<{ id: string }>(sql`
    update passes.pass set member_id = ${to} where merchant_id = ${merchantId} and member_id = ${from} returning id`)
  const passIds = idsOf(moved)
  await lockPasses(work, await readFamilyPassIds(work, from))
  const left = await send<{ id: string }>(sql`
    delete from passes.pass_family where merchant_id = ${merchantId} and member_id = ${from} returning pass_id as id`)
  const familyIds = idsOf(left)
  const joined = await send<{ id: string }>(sql`
    insert into passes.pass_family (merchant_id, pass_id, member_id, added_at)
    select ${merchantId}, p.id, ${to}, ${work.at} from passes.pass p
     where p.merchant_id = ${merchantId} and p.id = any(${familyIds}::uuid[]) and p.member_id <> ${to}
    on conflict do nothing returning pass_id as id`)
  const own = await send<{ id: string }>(sql`
    delete from passes.pass_family
     where merchant_id = ${merchantId} and member_id = ${to} and pass_id = any(${passIds}::uuid[]) returning pass_id as id`)
  const touched = [...passIds, ...familyIds]
  const [uses, holds] = await Promise.all(
    (['pass_use', 'pass_hold'] as const).map((table) =>
      send<{ id: string }>(sql`
        update passes.${sql.raw(table)} set member_id = ${to}
         where merchant_id = ${merchantId} and pass_id = any(${touched}::uuid[]) and member_id = ${from} returning id`),
    ),
  )
  return {
    ...{ passIds, familyIds, joinedIds: idsOf(joined), ownFamilyIds: idsOf(own) },
    ...{ useIds: idsOf(uses!), holdIds: idsOf(holds!) },
  }
}

/** Gives back what is still there; passes that were given to others meanwhile stay with them, and so does a family that was changed. */
export async function movePassesBack(work: Work, { from, to, moved }: Between & { moved: MovedPasses }): Promise<void> {
  const { send, merchantId, at } = work
  const { passIds, familyIds, joinedIds, ownFamilyIds, useIds, holdIds } = moved
  await send(sql`
    update passes.pass set member_id = ${to}
     where merchant_id = ${merchantId} and member_id = ${from} and id = any(${passIds}::uuid[])`)
  const stayed = await send<{ id: string }>(sql`
    delete from passes.pass_family
     where merchant_id = ${merchantId} and member_id = ${from} and pass_id = any(${joinedIds}::uuid[]) returning pass_id as id`)
  const still = new Set(idsOf(stayed))
  const rejoined = familyIds.filter((id) => still.has(id) || !joinedIds.includes(id))
  await Promise.all([
    addFamily(rejoined, to),
    addFamily(ownFamilyIds, from),
    ...(
      [
        ['pass_use', useIds],
        ['pass_hold', holdIds],
      ] as const
    ).map(([table, ids]) =>
      send(sql`
        update passes.${sql.raw(table)} set member_id = ${to}
         where merchant_id = ${merchantId} and member_id = ${from} and id = any(${ids}::uuid[])`),
    ),
  ])

  function addFamily(ids: readonly string[], memberId: string) {
    return send(sql`
      insert into passes.pass_family (merchant_id, pass_id, member_id, added_at)
      select ${merchantId}, p.id, ${memberId}, ${at} from passes.pass p
       where p.merchant_id = ${merchantId} and p.id = any(${[...ids]}::uuid[]) and p.member_id <> ${memberId}
      on conflict do nothing`)
  }
}

async function readFamilyPassIds({ send, merchantId }: Work, memberId: string): Promise<string[]> {
  const rows = await send<{ id: string }>(sql`
    select pass_id as id from passes.pass_family where merchant_id = ${merchantId} and member_id = ${memberId}`)
  return idsOf(rows)
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id)
}
