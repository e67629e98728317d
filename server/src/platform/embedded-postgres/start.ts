import { chmod, mkdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { prepareBinaries } from './binaries.ts'
import * as clusters from './cluster.ts'
import type { Cluster, ClusterSecrets } from './cluster.ts'
import { clusterSettings } from './cluster-settings.ts'
import { lockDataDir, removeServerFile, writeServerFile } from './data-dir-lock.ts'
import { diskUse } from './disk-space.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { findOrphan, launchServer, readPostmasterFile, stopServer, type ServerProcess } from './server-process.ts'
import { closedFolderOnTheWay, findServerUser } from './server-user.ts'

export type EmbeddedPostgresOptions = {
  /** `DATA_DIR`: the cluster lies in its folder `postgres`, beside its lock, secrets and log. */
  dataDir: string
  log?: (line: string) => void
  /** False for tests: no fsync, no WAL archive, the data is meant to be thrown away. Default true. */
  durable?: boolean
  extraSettings?: Record<string, string>
  /** Default: the one stored in `DATA_DIR`, else a free one from 20000 on. */
  port?: number
  /** Called once if the server ends without `stop()`; the caller starts it again. */
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

/**
 * Starts the PostgreSQL that ships with Regulars on `dataDir` and keeps it for this process alone.
 *
 * Makes the cluster on the first call. A server that a killed app left behind is taken over; one that was killed
 * itself recovers. Refuses, as `EmbeddedPostgresError` in words, a `dataDir` in use, unreachable, or of another version.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  await makeDataDir(dataDir)
  const lock = await lockDataDir(dataDir)
  try {
    const cluster = await prepareCluster(dataDir)
    const { server, secrets } = await runServer(cluster, dataDir, options)
    try {
      await prepareDatabase(secrets)
      return await present(cluster, dataDir, server, secrets, options, () => lock.release())
    } catch (error) {
      await stopServer(cluster, server)
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    // The server's account must pass through to its own folder; what else lies here is of mode 600.
    if (process.getuid?.() === 0) await chmod(dataDir, (await stat(dataDir)).mode | 0o011)
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${dataDir} cannot be made or entered (${(error as NodeJS.ErrnoException).code}). ` +
        'Set DATA_DIR to a folder you may write to.',
    )
  }
}

async function prepareCluster(dataDir: string): Promise<Cluster> {
  const dir = join(dataDir, 'postgres')
  const user = await findServerUser(dir)
  const closed = user && (await closedFolderOnTheWay(dir, user))
  if (closed) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root but as ${user.name}, who may not enter ${closed} on the way to ${dir}. ` +
        `Set DATA_DIR to a folder outside, for instance /var/lib/regulars, or open the way: chmod o+x '${closed}'.`,
    )
  }
  const caches = user ? ['/var/lib/regulars-bin'] : [join(homedir(), '.cache', 'regulars-bin')]
  return { dir, user, binaries: await prepareBinaries(user, [...caches, join(dataDir, 'bin')]) }
}

async function runServer(cluster: Cluster, dataDir: string, options: EmbeddedPostgresOptions) {
  const logPath = join(dataDir, 'postgres.log')
  const known = await clusters.readSecrets(dataDir)
  const orphan = await findOrphan(cluster, logPath)
  if (orphan) {
    const file = await readPostmasterFile(cluster.dir)
    if (known && file?.state === 'ready' && file.port === known.port) {
      options.log?.(`took over PostgreSQL ${orphan.pid}, left running by an app that was killed`)
      return { server: orphan, secrets: known }
    }
    await stopServer(cluster, orphan)
  }
  const secrets = await prepareSecrets(cluster, dataDir, known, options)
  const disk = await diskUse(dataDir)
  const settings = clusterSettings({
    port: secrets.port,
    isDurable: options.durable ?? true,
    diskBytes: disk.totalBytes,
  })
  await clusters.configureCluster(cluster, { ...settings, ...options.extraSettings })
  return { server: await launchServer(cluster, logPath, secrets.port), secrets }
}

/** Port and passwords of a cluster that is not running; makes the cluster when there is none. */
async function prepareSecrets(
  cluster: Cluster,
  dataDir: string,
  known: ClusterSecrets | undefined,
  options: EmbeddedPostgresOptions,
): Promise<ClusterSecrets> {
  const wantedPort = options.port ?? known?.port
  const port = wantedPort && (await clusters.isPortFree(wantedPort)) ? wantedPort : await clusters.findFreePort()
  if (options.port && port !== options.port) {
    throw new EmbeddedPostgresError(`Port ${options.port} on 127.0.0.1 is taken by another program.`)
  }
  const secrets = {
    port,
    ownerPassword: known?.ownerPassword ?? clusters.newPassword(),
    appPassword: known?.appPassword ?? clusters.newPassword(),
  }
  // Before the cluster: a kill in between leaves secrets without a cluster, never a cluster nobody can enter.
  await clusters.writeSecrets(dataDir, secrets)
  if (!(await clusters.clusterExists(cluster.dir))) {
    await clusters.createCluster(cluster, secrets.ownerPassword, options.durable ?? true)
  } else {
    await clusters.checkClusterVersion(cluster)
    if (!known) await clusters.resetOwnerPassword(cluster, secrets.ownerPassword)
  }
  return secrets
}

/** Makes the database and the app's role where they are missing, and sets the role right where it is not. */
async function prepareDatabase(secrets: ClusterSecrets): Promise<void> {
  const { appRole, databaseName } = clusters
  const client = new Client({ connectionString: urlFor(secrets, 'owner', 'postgres') })
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

function urlFor(secrets: ClusterSecrets, who: 'owner' | 'app', database: string = clusters.databaseName): string {
  const [role, password] =
    who === 'owner' ? [clusters.ownerRole, secrets.ownerPassword] : [clusters.appRole, secrets.appPassword]
  return `postgres://${role}:${password}@127.0.0.1:${secrets.port}/${database}`
}

async function present(
  cluster: Cluster,
  dataDir: string,
  server: ServerProcess,
  secrets: ClusterSecrets,
  options: EmbeddedPostgresOptions,
  release: () => void,
): Promise<EmbeddedPostgres> {
  const { pid } = server
  const running = { port: secrets.port, ownerUrl: urlFor(secrets, 'owner'), appUrl: urlFor(secrets, 'app') }
  await writeServerFile(dataDir, { pid: process.pid, startedAt: new Date().toISOString(), ...running })
  server.log.onLine = (line) => options.log?.(line)

  let stopping: Promise<void> | undefined
  const releaseAll = async () => {
    await removeServerFile(dataDir)
    release()
  }
  void server.exited.then(async () => {
    if (stopping) return
    stopping = releaseAll()
    const tail = await server.log.close()
    await stopping
    options.onExit?.(`PostgreSQL ${pid} ended by itself: ${tail.at(-1) ?? 'its log says nothing'}`)
  })
  const stop = () => (stopping ??= stopServer(cluster, server).finally(releaseAll))
  return { ...running, pid, stop }
}
