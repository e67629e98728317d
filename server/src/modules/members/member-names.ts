import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** The names of these members, for lists of other modules. An erased member has none. One statement of the flight. */
export async function memberNames(work: Work, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return new Map()
  const rows = await work.send<{ id: string; name: string }>(sql`
    select id, name from members.member where merchant_id = ${work.merchantId} and id = any(${known}::uuid[])`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
