import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { shippedFlow } from './flow-rules.ts'
import type { Flow, FlowTerms, Words } from './flow-types.ts'

/** A version as it was published; those of before a part was known have none of it. */
const flowOf = ({ version, terms }: { version: number; terms: Partial<FlowTerms> }): Flow => ({
  ...shippedFlow,
  ...terms,
  version,
})

/** The flow that holds now: the latest published, else the one that ships. */
export async function readFlow(work: Work): Promise<Flow> {
  const [row] = await work.send<{ version: number; terms: FlowTerms }>(sql`
    select version, terms from retention.flow where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ? flowOf(row) : shippedFlow
}

/** The flow that a leaving began under. */
export async function readFlowVersion(work: Work, version: number): Promise<Flow> {
  if (version === 0) return shippedFlow
  const [row] = await work.send<{ terms: FlowTerms }>(sql`
    select terms from retention.flow where merchant_id = ${work.merchantId} and version = ${version}`)
  return row ? flowOf({ ...row, version }) : shippedFlow
}

export type PublishedFlow = { flow: Flow; at: Date | null; authorId: string | null }

/** The versions with who published them, the latest first, and the one that ships at their end; a hundred at most. */
export async function readFlowVersions(work: Work): Promise<PublishedFlow[]> {
  const rows = await work.send<{ version: number; terms: FlowTerms; at: Date; authorId: string | null }>(sql`
    select version, terms, at, author_id from retention.flow
     where merchant_id = ${work.merchantId} order by version desc limit 100`)
  const published = rows.map(({ at, authorId, ...row }) => ({ flow: flowOf(row), at, authorId }))
  return rows.some(({ version }) => version === 1) || rows.length === 0
    ? [...published, { flow: shippedFlow, at: null, authorId: null }]
    : published
}

/** How many leavings began under each version. */
export async function countLeavingsByVersion(work: Work): Promise<Map<number, number>> {
  const rows = await work.send<{ flowVersion: number; count: number }>(sql`
    select flow_version, count(*)::integer as count from retention.leaving
     where merchant_id = ${work.merchantId} group by flow_version`)
  return new Map(rows.map(({ flowVersion, count }) => [flowVersion, count]))
}

/** Every reason that members were ever asked for, by code, in the words of the latest version that knew it. */
export async function readReasonWords(work: Work): Promise<Map<string, Words>> {
  const rows = await work.send<{ code: string; words: Words }>(sql`
    select distinct on (r.code) r.code, r.words
      from retention.flow f cross join lateral jsonb_to_recordset(f.terms -> 'reasons') as r(code text, words jsonb)
     where f.merchant_id = ${work.merchantId} order by r.code, f.version desc`)
  return new Map([...shippedFlow.reasons, ...rows].map(({ code, words }) => [code, words]))
}

/** False: somebody published that version meanwhile. */
export async function insertFlow(work: Work, { version, ...terms }: Flow): Promise<boolean> {
  const rows = await work.send(sql`
    insert into retention.flow (merchant_id, version, terms, at, author_id)
    values (${work.merchantId}, ${version}, ${JSON.stringify(terms)}::jsonb, ${work.at}, ${actorId(work.actor)})
    on conflict (merchant_id, version) do nothing returning version`)
  return rows.length > 0
}
