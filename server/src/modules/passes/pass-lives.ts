import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { DayOfUse } from './earned-rules.ts'
import { readPasses, readTaken } from './pass-queries.ts'
import type { Pass } from './pass-rules.ts'

/** A pass and the days on which it was used. */
export type PassLife = { pass: Pass; uses: DayOfUse[] }

/** Every pass that these members hold or held, and these passes whoever holds them now, with their uses. Three statements, no locks. */
export async function readPassLives(
  work: Work,
  { memberIds, passIds }: { memberIds: readonly string[]; passIds: readonly string[] },
): Promise<PassLife[]> {
  if (memberIds.length === 0 && passIds.length === 0) return []
  const rows = await work.send<{ id: string }>(sql`
    select p.id from unnest(${[...new Set(memberIds)]}::uuid[]) as asked(member_id)
     cross join lateral (select id from passes.pass
                          where merchant_id = ${work.merchantId} and member_id = asked.member_id offset 0) p`)
  const ids = [...new Set([...rows.map(({ id }) => id), ...passIds])]
  const [passes, taken] = await Promise.all([readPasses(work, ids), readTaken(work, ids)])
  return passes.map((pass) => ({ pass, uses: (taken.get(pass.id) ?? []).filter(({ isHeld }) => !isHeld) }))
}
