import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#platform/embedded-postgres/start.ts'
import { migrate } from '#platform/migrate.ts'

export type TestDatabase = {
  /** Owner of the schema. */
  ownerUrl: string
  /** Bound by row level security, as the app connects. */
  appUrl: string
  /** Its twin as it was when just migrated, for `createDatabaseLike`. */
  template?: string
  stop(): Promise<void>
}

/** A PostgreSQL of its own in a temporary folder, migrated. Nothing of it outlives `stop()`. */
export async function startThrowAwayDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'regulars-test-'))
  const removeDataDir = () => rm(dataDir, { recursive: true, force: true })
  try {
    const server = await startEmbeddedPostgres({
      dataDir,
      durable: false,
      extraSettings: { max_connections: '300' },
    })
    const stop = async () => {
      await server.stop()
      await removeDataDir()
    }
    return await migrated({ ownerUrl: server.ownerUrl, appUrl: server.appUrl, stop })
  } catch (error) {
    await removeDataDir()
    throw error
  }
}

/** A new database on the PostgreSQL at `serverUrl`, migrated; `stop()` drops it. */
export async function createMigratedDatabase(serverUrl: string): Promise<TestDatabase> {
  return migrated(await createEmptyDatabase(serverUrl))
}

/**
 * A new, empty database on the PostgreSQL at `serverUrl`; `stop()` drops it.
 *
 * `serverUrl` names a role that may create databases and roles; the tests' own connections switch to the app's role.
 */
export async function createEmptyDatabase(serverUrl: string): Promise<TestDatabase> {
  return createDatabase(serverUrl, `template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`)
}

/** A new database that is a copy of `template`: a third of the time that migrating an empty one takes. */
export async function createDatabaseLike(serverUrl: string, template: string): Promise<TestDatabase> {
  return createDatabase(serverUrl, `template ${template}`)
}

async function createDatabase(serverUrl: string, template: string): Promise<TestDatabase> {
  const name = `regulars_test_${randomBytes(6).toString('hex')}`
  await runOnce(serverUrl, `create database ${name} ${template}`)
  const ownerUrl = new URL(serverUrl)
  ownerUrl.pathname = `/${name}`
  const appUrl = new URL(ownerUrl)
  appUrl.searchParams.set('options', '-c role=regulars_app')
  return {
    ownerUrl: ownerUrl.href,
    appUrl: appUrl.href,
    stop: () => runOnce(serverUrl, `drop database ${name} with (force)`),
  }
}

async function migrated(database: TestDatabase): Promise<TestDatabase> {
  try {
    await migrate(database.ownerUrl)
    // Nobody else is connected to it yet, so it can be copied.
    const template = await createDatabaseLike(database.ownerUrl, new URL(database.ownerUrl).pathname.slice(1))
    const stop = async () => {
      await template.stop()
      await database.stop()
    }
    return { ...database, template: new URL(template.ownerUrl).pathname.slice(1), stop }
  } catch (error) {
    await database.stop()
    throw error
  }
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
