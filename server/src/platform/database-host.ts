import { setTimeout as sleep } from 'node:timers/promises'
import { keepOpenSegmentCopied } from './backup/open-segment-copier.ts'
import { sql } from 'kysely'
import { type Config, ConfigError } from './config.ts'
import type { Database } from './db.ts'
import { findRunning } from './embedded-postgres/data-dir-lock.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/start.ts'
import { onGlobal } from './transaction.ts'

/** The database that this process works on, and under which names it is reached. */
export type DatabaseHost = {
  /** As the owner of the schema: migrations, backup. */
  ownerUrl: string
  /** As the app. */
  appUrl: string
  /** Past any transaction pooler: the job runner. */
  directUrl: string
  /** The app's login may do more than the app should: each connection switches to this role. */
  assumeRole: string | undefined
  /** Started by this process and for it, so it may be brought up to this version. */
  isOwn: boolean
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const appRole = 'regulars_app'

type Log = (line: string) => void

/** PostgreSQL's log without its notes and without failed statements, which their senders tell. All is in `postgres.log`. */
function warningsOnly(log: Log): Log {
  return (line) => {
    if (!/ (LOG|ERROR|HINT|DETAIL|STATEMENT): /.test(line)) log(line)
  }
}

/** Starts the embedded PostgreSQL and keeps it running, or names the one that `DATABASE_URL` gives. */
export async function hostDatabase(config: Config, log: Log): Promise<DatabaseHost> {
  return config.databaseUrl ? externalHost(config, config.databaseUrl) : keepEmbedded(config.dataDir, log)
}

/** For a command: attaches to the server that runs on `DATA_DIR`, or starts the database for the command's own duration. */
export async function reachDatabase(config: Config, log: Log): Promise<DatabaseHost> {
  if (config.databaseUrl) return externalHost(config, config.databaseUrl)
  const running = await findRunning(config.dataDir)
  if (running)
    return presentHost({ ...running, directUrl: running.ownerUrl, assumeRole: undefined, isOwn: false }, async () => {})
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, log: warningsOnly(log) })
  return presentHost({ ...embeddedUrls(server) }, () => server.stop())
}

function externalHost(config: Config, databaseUrl: string): DatabaseHost {
  const ownerUrl = config.databaseOwnerUrl ?? databaseUrl
  return presentHost(
    {
      ownerUrl,
      appUrl: databaseUrl,
      directUrl: config.databaseDirectUrl ?? ownerUrl,
      assumeRole: config.databaseOwnerUrl ? undefined : appRole,
      isOwn: false,
    },
    async () => {},
  )
}

function presentHost(
  urls: Omit<DatabaseHost, 'stop' | typeof Symbol.asyncDispose>,
  stop: () => Promise<void>,
): DatabaseHost {
  return { ...urls, stop, [Symbol.asyncDispose]: stop }
}

function embeddedUrls({ ownerUrl, appUrl }: EmbeddedPostgres) {
  return { ownerUrl, appUrl, directUrl: ownerUrl, assumeRole: undefined, isOwn: true }
}

/**
 * The embedded server under this process's care: when it ends by itself, killed or crashed, it is started again on the
 * same port, so that pools find it where it was. Meanwhile callers are told to try again.
 */
async function keepEmbedded(dataDir: string, log: Log): Promise<DatabaseHost> {
  let isStopping = false
  let restarting: Promise<void> = Promise.resolve()

  const restart = async (port: number) => {
    for (let attempt = 0; !isStopping; attempt++) {
      try {
        server = await startEmbeddedPostgres({ dataDir, log: warningsOnly(log), port, onExit: onExitOf(port) })
        if (isStopping) await server.stop()
        log('PostgreSQL runs again')
        return
      } catch (error) {
        // Backends of a killed server may hold its memory for a moment longer; a full disk may take a while.
        if (attempt % 20 === 0) log(`PostgreSQL did not start again yet: ${(error as Error).message}`)
        await sleep(Math.min(5_000, 100 * 2 ** Math.min(attempt, 6)))
      }
    }
  }
  const onExitOf = (port: number) => (reason: string) => {
    log(reason)
    if (!isStopping) restarting = restart(port)
  }
  let server = await startEmbeddedPostgres({
    dataDir,
    log: warningsOnly(log),
    onExit: (reason) => onExitOf(server.port)(reason),
  })

  const archive = keepOpenSegmentCopied({ ownerUrl: server.ownerUrl, dataDir, log })

  return presentHost(embeddedUrls(server), async () => {
    isStopping = true
    await archive.stop()
    await restarting
    await server.stop()
  })
}

/**
 * Refuses a login that row level security does not bind: a superuser, one that may bypass it, or the owner of the tables. The
 * second net under every statement would be gone without anybody noticing.
 */
export async function checkAppLogin(database: Database): Promise<void> {
  const [login] = await onGlobal(
    database,
    sql<{ name: string; isFree: boolean }>`
      select rolname as name, rolsuper or rolbypassrls or pg_has_role(current_user, c.relowner, 'usage') as is_free
        from pg_roles, pg_class c
       where rolname = current_user and c.oid = 'platform.event'::regclass`,
  )
  if (!login?.isFree) return
  throw new ConfigError(
    `DATABASE_URL signs in as "${login.name}", which row level security does not bind. Use a login of the role ${appRole} ` +
      `(alter role ${appRole} login password '…'), or leave DATABASE_OWNER_URL unset: each connection then switches to that role.`,
  )
}
