import { join, resolve } from 'node:path'
import { Client } from 'pg'
import {
  checkCluster,
  clusterExists,
  configureCluster,
  createCluster,
  isConfiguredAs,
  resetOwnerPassword,
} from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { appRole, databaseName, databaseUrl, findFreePort, isPortFree, newPassword } from './cluster-secrets.ts'
import { readSecrets, writeSecrets, type ClusterSecrets } from './cluster-secrets.ts'
import { clusterSettings } from './cluster-settings.ts'
import { lockDataDir, removeServerFile, writeServerFile, type DataDirLock } from './data-dir-lock.ts'
import { diskUse, keepDiskReserve, withDiskReserve } from './disk-space.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { explainLog } from './server-log.ts'
import { findOrphan, launchServer, stopServer, tieToThisProcess, type ServerProcess } from './server-process.ts'
import { prepareCluster, prepareDataDir } from './prepare-cluster.ts'

export type EmbeddedPostgresOptions = {
  /** `DATA_DIR`: the cluster lies in its folder `postgres`, beside its lock, secrets and log. */
  dataDir: string
  log?: (line: string) => void
  /** False for tests: no fsync, no WAL archive, and the server ends when this process does. Default true. */
  durable?: boolean
  extraSettings?: Record<string, string>
  /** Default: the one stored in `DATA_DIR`, else a free one from 20000 on. */
  port?: number
  /** Called once if the server ends without `stop()`; `DATA_DIR` is free again by then, so the caller may start anew. */
  onExit?: (reason: string) => void
}

export type EmbeddedPostgres = {
  /** As superuser `postgres`: migrations, backup. */
  ownerUrl: string
  /** As `regulars_app`: bound by row level security, owns nothing. */
  appUrl: string
  port: number
  pid: number
  /** Stops the server in order and gives `DATA_DIR` free. Safe to call twice. */
  stop(): Promise<void>
}

type Running = { server: ServerProcess; secrets: ClusterSecrets }

/**
 * Starts the PostgreSQL that ships with Regulars on `dataDir` and keeps it for this process alone.
 *
 * Makes the cluster on the first call. A server that a killed app left behind is taken over; one that was killed
 * itself recovers. Refuses, as `EmbeddedPostgresError` in words, a `dataDir` in use, unreachable, or of another version.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = await prepareDataDir(resolve(options.dataDir))
  const lock = await lockDataDir(dataDir)
  try {
    return await withDiskReserve(dataDir, () => startLocked(dataDir, lock, options))
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Ends the server that a killed app left running on `dataDir`, if there is one: whoever asks is about to take its data away. */
export async function stopOrphan(folder: string): Promise<void> {
  const dataDir = await prepareDataDir(resolve(folder))
  const lock = await lockDataDir(dataDir)
  try {
    const cluster = await prepareCluster(dataDir)
    const orphan = await findOrphan(cluster, join(dataDir, 'postgres.log'))
    if (orphan) await stopServer(cluster, orphan.server)
  } finally {
    lock.release()
  }
}

async function startLocked(dataDir: string, lock: DataDirLock, options: EmbeddedPostgresOptions) {
  const cluster = await prepareCluster(dataDir)
  const running = await runServer(cluster, dataDir, options)
  try {
    await prepareDatabase(running.secrets)
    return await present(cluster, dataDir, running, lock, options)
  } catch (error) {
    await stopServer(cluster, running.server)
    throw error
  }
}

async function runServer(cluster: Cluster, dataDir: string, options: EmbeddedPostgresOptions): Promise<Running> {
  const logPath = join(dataDir, 'postgres.log')
  const isDurable = options.durable ?? true
  const known = await readSecrets(dataDir)
  const diskBytes = (await diskUse(dataDir)).totalBytes
  const settingsOn = (port: number) => ({
    ...clusterSettings({ port, isDurable, diskBytes }),
    ...options.extraSettings,
  })

  const orphan = await findOrphan(cluster, logPath)
  if (orphan && known) {
    const isWanted = orphan.port === known.port && (options.port ?? known.port) === known.port
    if (orphan.isReusable && isWanted && (await isConfiguredAs(cluster, settingsOn(known.port)))) {
      options.log?.(`took over PostgreSQL ${orphan.server.pid}, which an app that was killed left running`)
      return { server: orphan.server, secrets: known }
    }
  }
  if (orphan) await stopServer(cluster, orphan.server)

  const secrets = await prepareSecrets(cluster, dataDir, known, options)
  await configureCluster(cluster, settingsOn(secrets.port))
  const server = await launchServer(cluster, logPath, secrets.port)
  if (isDurable) await keepDiskReserve(dataDir)
  else tieToThisProcess(server)
  return { server, secrets }
}

/** Port and passwords of a cluster that is not running; makes the cluster when there is none. */
async function prepareSecrets(
  cluster: Cluster,
  dataDir: string,
  known: ClusterSecrets | undefined,
  options: EmbeddedPostgresOptions,
): Promise<ClusterSecrets> {
  const secrets = {
    port: await choosePort(options.port, known?.port),
    ownerPassword: known?.ownerPassword ?? newPassword(),
    appPassword: known?.appPassword ?? newPassword(),
  }
  if (await clusterExists(cluster.dir)) {
    await checkCluster(cluster)
    if (!known) await resetOwnerPassword(cluster, secrets.ownerPassword)
    await writeSecrets(dataDir, secrets)
  } else {
    // Before the cluster: a kill in between leaves secrets without a cluster, never a cluster nobody can enter.
    await writeSecrets(dataDir, secrets)
    await createCluster(cluster, secrets.ownerPassword, options.durable ?? true)
  }
  return secrets
}

async function choosePort(asked: number | undefined, stored: number | undefined): Promise<number> {
  const wanted = asked ?? stored
  if (wanted && (await isPortFree(wanted))) return wanted
  if (asked) throw new EmbeddedPostgresError(`Port ${asked} on 127.0.0.1 is taken by another program.`)
  return findFreePort()
}

/** Makes the database and the app's role where they are missing, and sets the role right where it is not. */
async function prepareDatabase(secrets: ClusterSecrets): Promise<void> {
  const client = new Client({ connectionString: databaseUrl(secrets, 'owner', 'postgres') })
  await client.connect()
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [appRole])
    await client.query(
      `${role.rowCount ? 'alter' : 'create'} role ${appRole} login nosuperuser nobypassrls nocreatedb nocreaterole ` +
        `noreplication password '${secrets.appPassword}'`,
    )
    const database = await client.query('select from pg_database where datname = $1', [databaseName])
    if (!database.rowCount) await client.query(`create database ${databaseName}`)
  } finally {
    await client.end()
  }
}

async function present(
  cluster: Cluster,
  dataDir: string,
  { server, secrets }: Running,
  lock: DataDirLock,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { port } = secrets
  let lastAdvice: string | undefined
  const urls = { ownerUrl: databaseUrl(secrets, 'owner'), appUrl: databaseUrl(secrets, 'app') }
  await writeServerFile(dataDir, { pid: process.pid, port, startedAt: new Date().toISOString(), ...urls })
  server.log.onLine = (line) => {
    options.log?.(line)
    const advice = explainLog([line], port)
    if (advice && advice !== lastAdvice) options.log?.(`PostgreSQL says: ${advice}`)
    lastAdvice = advice ?? lastAdvice
  }
  let stopping: Promise<void> | undefined
  const letGo = async () => {
    await removeServerFile(dataDir)
    lock.release()
  }
  void server.exited.then(async () => {
    if (stopping) return
    const tail = server.log.close()
    stopping = letGo()
    await stopping
    const why = explainLog(tail, port) ?? tail.at(-1) ?? 'its log says nothing.'
    options.onExit?.(`PostgreSQL ${server.pid} ended by itself: ${why}`)
  })
  const stopAndLetGo = async () => {
    try {
      await stopServer(cluster, server)
    } finally {
      await letGo()
    }
  }
  return { ...urls, port, pid: server.pid, stop: () => (stopping ??= stopAndLetGo()) }
}
