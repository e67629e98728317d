import { type RawBuilder, sql } from 'kysely'
import { committed } from './work.ts'

/** Records that are told from others of their table by a column. */
const kinds = new Map<string, { table: RawBuilder<unknown>; condition: RawBuilder<unknown> }>([
  ['returnId', { table: sql.table('cashier.refund'), condition: sql`kind = 'no_receipt'` }],
])

type Table = { schema: string; name: string }

/**
 * The id of some record of `merchantId` that a parameter such as `memberId` may name; undefined when there is none.
 *
 * Looks among those that share a table with others (`kinds`), then in the tables called so (`members.member`), then in those that end so (`members.custom_field` for `fieldId`).
 */
export function findForeignId(merchantId: string, parameter: string): Promise<string | undefined> {
  const noun = parameter.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return committed(merchantId, async (work) => {
    const kind = kinds.get(parameter)
    if (kind) {
      const found = await sql<{ id: string }>`
        select id from ${kind.table} where merchant_id = ${merchantId} and ${kind.condition} limit 1
      `.execute(work.tx)
      return found.rows[0]?.id
    }
    const tables = await sql<Table>`
      select n.nspname as schema, c.relname as name
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'id'
       where c.relrowsecurity and c.relname in (${noun}, ${`${noun}s`}) or c.relrowsecurity and c.relname like ${`%\\_${noun}`}
       order by c.relname <> ${noun}, n.nspname
    `.execute(work.tx)
    for (const { schema, name } of tables.rows) {
      const found = await sql<{ id: string }>`
        select id from ${sql.table(`${schema}.${name}`)} where merchant_id = ${merchantId} order by id limit 1
      `.execute(work.tx)
      if (found.rows[0]) return found.rows[0].id
    }
    return undefined
  })
}
