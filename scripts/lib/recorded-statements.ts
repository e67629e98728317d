import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { tablesWithoutMerchant } from './merchant-in-statement.ts'

/** Recorded statements of the suite that reach a tenant table without naming the merchant. */
export async function findStatementsWithoutMerchant(dir: string, databaseUrl: string): Promise<string[]> {
  const tenantTables = await readTenantTables(databaseUrl)
  const statements = new Set<string>()
  for (const file of await readdir(dir)) {
    const recorded: string[] = JSON.parse(await readFile(path.join(dir, file), 'utf8'))
    for (const statement of recorded) statements.add(statement)
  }
  return [...statements].flatMap((statement) => {
    const tables = tablesWithoutMerchant(statement, tenantTables)
    return tables.length > 0 ? [`${tables.join(', ')} without merchant_id in:\n${statement}\n`] : []
  })
}

/** Whatever row level security guards; the catalogue test holds that against the tables that have a merchant. */
async function readTenantTables(databaseUrl: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%s.%s', n.nspname, c.relname) as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relrowsecurity`,
    )
    return new Set(rows.map((row) => row.name))
  } finally {
    await client.end()
  }
}
