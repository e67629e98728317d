import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Level, Programme, ProgrammeTerms } from './programme-rules.ts'

export type PublishedProgramme = Programme & { publishedAt: Date; publishedBy: string | null }

const columns = sql`version, terms, published_at, published_by`

/** The programme in force; null where the merchant has none. One statement of the caller's flight. */
export async function readProgramme({ send, merchantId }: Work): Promise<PublishedProgramme | null> {
  const [row] = await send<PublishedProgramme>(sql`
    select ${columns} from tiers.programme where merchant_id = ${merchantId} order by version desc limit 1`)
  return row ?? null
}

/** Terms of these versions, by version: what standings from before were settled under. */
export async function readVersions(
  { send, merchantId }: Work,
  versions: readonly number[],
): Promise<Map<number, ProgrammeTerms>> {
  if (versions.length === 0) return new Map()
  const rows = await send<Programme>(sql`
    select version, terms from tiers.programme where merchant_id = ${merchantId} and version = any(${[...versions]}::int[])`)
  return new Map(rows.map(({ version, terms }) => [version, terms]))
}

/** Every version, latest first. */
export function listVersions({ send, merchantId }: Work): Promise<PublishedProgramme[]> {
  return send<PublishedProgramme>(sql`
    select ${columns} from tiers.programme where merchant_id = ${merchantId} order by version desc limit 100`)
}

/** Adds a version; false when somebody else just published it. */
export async function insertProgramme(work: Work, { version, terms }: Programme): Promise<boolean> {
  const rows = await work.send(sql`
    insert into tiers.programme (merchant_id, version, terms, published_at, published_by)
    values (${work.merchantId}, ${version}, ${JSON.stringify(terms)}::jsonb, ${work.at}, ${actorId(work.actor)})
    on conflict do nothing returning version`)
  return rows.length > 0
}

/** Writes the levels as a version has them; those it dropped are archived and keep their names. */
export async function writeTiers({ send, merchantId, at }: Work, levels: readonly Level[]): Promise<void> {
  const timesOf = ({ benefits }: Level) => benefits.find(({ kind }) => kind === 'points_times')
  const rows = levels.map((level, index) => {
    const times = timesOf(level)
    const pointsTimesBps = times?.kind === 'points_times' ? times.timesBps : 10_000
    return {
      id: level.tierId,
      level: index + 1,
      name: level.name,
      colour: level.colour,
      points_times_bps: pointsTimesBps,
    }
  })
  await Promise.all([
    send(sql`
      update tiers.tier set archived_at = ${at}
       where merchant_id = ${merchantId} and archived_at is null and id <> all(${rows.map(({ id }) => id)}::uuid[])`),
    send(sql`
      insert into tiers.tier (merchant_id, id, level, name, colour, points_times_bps)
      select ${merchantId}, t.id, t.level, t.name, t.colour, t.points_times_bps
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as t(id uuid, level smallint, name text, colour smallint, points_times_bps integer)
      on conflict (merchant_id, id) do update set level = excluded.level, name = excluded.name,
        colour = excluded.colour, points_times_bps = excluded.points_times_bps, archived_at = null`),
  ])
}
