import type { Client } from 'pg'

/**
 * Looks at every page of every table and b-tree index with amcheck: reading checks the sums, amcheck that rows and keys make
 * sense. Nothing where the server has no amcheck. `relations`: how many were looked at.
 */
export async function checkPages(client: Client): Promise<{ problems: string[]; relations: number }> {
  const { rowCount } = await client.query(`select from pg_available_extensions where name = 'amcheck'`)
  if (!rowCount) return { problems: [], relations: 0 }
  await client.query('create extension if not exists amcheck')
  const { rows } = await client.query<{ oid: number; name: string; isIndex: boolean }>(
    `select c.oid, c.oid::regclass::text as name, c.relkind = 'i' as "isIndex"
       from pg_class c
       left join pg_index i on i.indexrelid = c.oid
       left join pg_am a on a.oid = c.relam
      where c.relpersistence = 'p'
        and (c.relkind in ('r', 'm') or (c.relkind = 'i' and a.amname = 'btree' and i.indisvalid))
      order by c.oid`,
  )
  const problems: string[] = []
  for (const { oid, name, isIndex } of rows) {
    const problem = await (isIndex ? checkIndex(client, oid) : checkTable(client, oid))
    if (problem) problems.push(`${name}: ${problem}`)
  }
  return { problems, relations: rows.length }
}

async function checkIndex(client: Client, oid: number): Promise<string | null> {
  return client.query('select bt_index_check($1::oid::regclass)', [oid]).then(
    () => null,
    (error: Error) => error.message,
  )
}

async function checkTable(client: Client, oid: number): Promise<string | null> {
  return client.query<{ msg: string }>('select msg from verify_heapam($1::oid::regclass) limit 1', [oid]).then(
    ({ rows }) => rows[0]?.msg ?? null,
    (error: Error) => error.message,
  )
}
