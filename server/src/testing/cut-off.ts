import { sql } from 'kysely'
import pg from 'pg'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'

/**
 * Ends the connection of a transaction from outside, as the owner: the app's role may not end a connection whose login is
 * another role. What is sent over it next fails.
 */
export async function cutOff(work: Work): Promise<void> {
  const { pid } = onlyRow(await work.send<{ pid: number }>(sql`select pg_backend_pid() as pid`))
  const owner = new pg.Client({ connectionString: process.env.TEST_DATABASE_OWNER_URL })
  await owner.connect()
  await owner.query('select pg_terminate_backend($1)', [pid])
  await owner.end()
}
