import { sql } from 'kysely'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'

/**
 * What records are called today, by id: accounts, roles, tills, API keys and stores, those that are out of use too. For lists
 * that hold ids of many kinds. Unknown ids are left out. One flight.
 */
export async function recordNames(work: Work, ids: readonly string[]): Promise<Map<string, string>> {
  const known = [...new Set(ids)]
  if (known.length === 0) return new Map()
  const { merchantId } = work
  const of = (table: string) => sql`
    select id, name from ${sql.table(`identity.${table}`)}
     where merchant_id = ${merchantId} and id in (select unnest(${known}::uuid[]))`
  const [rows, stores] = await Promise.all([
    work.send<{ id: string; name: string }>(sql`
      ${of('user')} union all ${of('role')} union all ${of('device')} union all ${of('api_key')}`),
    storeFacts(work, known),
  ])
  return new Map([...rows, ...stores.values()].map(({ id, name }) => [id, name]))
}
