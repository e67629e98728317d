import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { shippedFlow } from './flow-rules.ts'
import type { Flow, FlowTerms } from './flow-types.ts'

/** The flow that holds now: the latest published, else the one that ships. */
export async function readFlow(work: Work): Promise<Flow> {
  const [row] = await work.send<{ version: number; terms: FlowTerms }>(sql`
    select version, terms from retention.flow where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ? { ...row.terms, version: row.version } : shippedFlow
}

/** The flow that a leaving began under. */
export async function readFlowVersion(work: Work, version: number): Promise<Flow> {
  if (version === 0) return shippedFlow
  const [row] = await work.send<{ terms: FlowTerms }>(sql`
    select terms from retention.flow where merchant_id = ${work.merchantId} and version = ${version}`)
  return row ? { ...row.terms, version } : shippedFlow
}

/** False: somebody published that version meanwhile. */
export async function insertFlow(work: Work, { version, ...terms }: Flow): Promise<boolean> {
  const rows = await work.send(sql`
    insert into retention.flow (merchant_id, version, terms, at, author_id)
    values (${work.merchantId}, ${version}, ${JSON.stringify(terms)}::jsonb, ${work.at}, ${actorId(work.actor)})
    on conflict (merchant_id, version) do nothing returning version`)
  return rows.length > 0
}
