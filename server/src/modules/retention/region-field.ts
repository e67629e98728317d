import { sql } from 'kysely'
import { regionFields } from '#modules/members/member-traits.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'

/** Which own field of members says where they live; null: the one named region, district or city. Version 0: nobody chose. */
export type RegionField = { version: number; code: string | null }

export async function readRegionField(work: Work): Promise<RegionField> {
  const [row] = await work.send<RegionField>(sql`
    select version, field_code as code from retention.region_field
     where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ?? { version: 0, code: null }
}

/**
 * Says which own field is the region in reports, of the past, too. Refuses a field that is not there or cannot name a place
 * (`custom_field_not_found`), and a save over one that was made meanwhile.
 */
export async function chooseRegionField(work: Work, { version, code }: RegionField): Promise<{ version: number }> {
  const before = await readRegionField(work)
  if (before.version !== version) throw new Refused('region_field_changed')
  const fields = await regionFields(work)
  if (code !== null && !fields.some((field) => field.code === code)) throw new Refused('custom_field_not_found')
  const rows = await work.send(sql`
    insert into retention.region_field (merchant_id, version, field_code, at, author_id)
    values (${work.merchantId}, ${version + 1}, ${code}, ${work.at}, ${actorId(work.actor)})
    on conflict do nothing returning version`)
  if (rows.length === 0) throw new Refused('region_field_changed')
  work.audit({
    action: 'retention.manage',
    subject: { kind: 'region_field', id: work.merchantId },
    changes: { code: [before.code, code] },
  })
  return { version: version + 1 }
}
