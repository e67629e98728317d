import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Share } from './effect-rules.ts'

export type Improvement = { id: string; reasonCode: string; day: string; words: string; authorId: string | null }

export async function insertImprovement(work: Work, row: Omit<Improvement, 'authorId'>): Promise<void> {
  await work.send(sql`
    insert into retention.improvement (merchant_id, id, reason_code, day, words, at, author_id)
    values (${work.merchantId}, ${row.id}, ${row.reasonCode}, ${row.day}, ${row.words}, ${work.at}, ${actorId(work.actor)})`)
}

/** What was changed, the latest first; dropped ones are left out. */
export function readImprovements(work: Work): Promise<Improvement[]> {
  return work.send<Improvement>(sql`
    select id, reason_code, day, words, author_id from retention.improvement
     where merchant_id = ${work.merchantId} and dropped_at is null order by day desc, id desc limit 200`)
}

/** False: there is none, or it was dropped before. */
export async function dropImprovement(work: Work, id: string): Promise<boolean> {
  const rows = await work.send(sql`
    update retention.improvement set dropped_at = ${work.at}
     where merchant_id = ${work.merchantId} and id = ${id} and dropped_at is null returning id`)
  return rows.length > 0
}

/** Of those who said why, how many named this reason, in each stretch of time; in the order asked for. */
export async function readReasonShares(
  work: Work,
  stretches: readonly { reasonCode: string; from: Date; until: Date }[],
): Promise<Share[]> {
  if (stretches.length === 0) return []
  const rows = await work.send<Share & { place: number }>(sql`
    select asked.place::integer as place, counted.stayed, counted."of"
      from unnest(${stretches.map(({ reasonCode }) => reasonCode)}::text[], ${stretches.map(({ from }) => from)}::timestamptz[],
                  ${stretches.map(({ until }) => until)}::timestamptz[]) with ordinality as asked (reason_code, from_at, until_at, place)
      cross join lateral (
        select count(*) filter (where l.reason_code = asked.reason_code)::integer as stayed, count(*)::integer as "of"
          from retention.leaving l
         where l.merchant_id = ${work.merchantId} and l.at >= asked.from_at and l.at < asked.until_at
           and l.reason_code is not null and l.done_as is distinct from 'given_up' offset 0) counted`)
  const byPlace = new Map(rows.map(({ place, stayed, of }) => [place, { stayed, of }]))
  return stretches.map((_, index) => byPlace.get(index + 1) ?? { stayed: 0, of: 0 })
}
