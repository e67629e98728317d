import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

export const migrationsDir = path.resolve(import.meta.dirname, '../../migrations')

export class MigrationError extends Error {
  override name = 'MigrationError'
}

async function readMigrations(): Promise<{ name: string; text: string; hash: string }[]> {
  const names = (await readdir(migrationsDir)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(migrationsDir, name), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** The app's role. Where the owner may not create roles, an administrator has to have made it. */
const ensureAppRole = `
  do $$
  begin
    if not exists (select from pg_roles where rolname = 'regulars_app') then
      create role regulars_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
    if not pg_has_role(current_user, 'regulars_app', 'member') then
      execute format('grant regulars_app to %I', current_user);
    end if;
  exception when duplicate_object or unique_violation then null; -- another database of the cluster, at the same moment
  end $$`

/**
 * Brings the schema up to this code: forward only, each file in its own transaction, one migrator at a time.
 *
 * Refuses a database that a newer version has written, and a file that was changed after it ran. Killed half way, the next
 * run goes on with the file that had not been committed. Returns the files that ran.
 */
export async function migrate(ownerUrl: string, log: (line: string) => void = () => {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  // A server that ends is told twice: the statement under way fails, which is enough.
  client.on('error', () => {})
  await client.connect()
  try {
    // The lock belongs to the session: it goes when the migrator dies.
    await client.query(`select pg_advisory_lock(hashtext('regulars.migrate'))`)
    await client.query(ensureAppRole)
    await client.query(`set lock_timeout = '10s'`)
    await client.query(`create schema if not exists migration`)
    await client.query(
      `create table if not exists migration.done (name text primary key, hash text not null, at timestamptz not null default now())`,
    )
    const migrations = await readMigrations()
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration.done')
    const done = new Map(rows.map((row) => [row.name, row.hash]))
    for (const name of done.keys()) {
      if (!migrations.some((each) => each.name === name))
        throw new MigrationError(
          `The database was written by a newer version (${name} is unknown here). Start that version.`,
        )
    }
    const ran: string[] = []
    for (const { name, text, hash } of migrations) {
      const before = done.get(name)
      if (before === hash) continue
      if (before)
        throw new MigrationError(`${name} was changed after it ran on this database. Put it back and add a new file.`)
      log(`migrating ${name}`)
      await client.query('begin')
      try {
        await client.query(text)
        await client.query('insert into migration.done (name, hash) values ($1, $2)', [name, hash])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        const cause = error as Error & { position?: string; detail?: string }
        throw new MigrationError(`${name} failed: ${cause.message}${cause.detail ? ` (${cause.detail})` : ''}`, {
          cause,
        })
      }
      ran.push(name)
    }
    return ran
  } finally {
    await client.end()
  }
}
