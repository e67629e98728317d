import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { type CostShares, shippedCostShares } from './margin-rules.ts'

/** What the shop says that things cost it; version 0 is what ships. */
export type CostShareSetting = CostShares & { version: number }

export async function readCostShares(work: Work): Promise<CostShareSetting> {
  const [row] = await work.send<{ version: number; terms: CostShares }>(sql`
    select version, terms from retention.cost_shares where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ? { ...row.terms, version: row.version } : { ...shippedCostShares, version: 0 }
}

/** False: somebody saved that version meanwhile. */
export async function insertCostShares(work: Work, { version, ...terms }: CostShareSetting): Promise<boolean> {
  const rows = await work.send(sql`
    insert into retention.cost_shares (merchant_id, version, terms, at, author_id)
    values (${work.merchantId}, ${version}, ${JSON.stringify(terms)}::jsonb, ${work.at}, ${actorId(work.actor)})
    on conflict (merchant_id, version) do nothing returning version`)
  return rows.length > 0
}
