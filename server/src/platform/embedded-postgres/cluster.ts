import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { settingsFile } from './cluster-settings.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)

/** Where the cluster lies, who runs it, and with which programs. */
export type Cluster = { dir: string; user: ServerUser | undefined; binaries: Binaries }

/** `DATA_DIR/database.json`, mode 600: made once, kept for the life of the cluster. */
export type ClusterSecrets = { port: number; ownerPassword: string; appPassword: string }

/** Superuser of the cluster, and owner of the database's objects. */
export const ownerRole = 'postgres'
/** The role the app works as: bound by row level security, owner of nothing. */
export const appRole = 'regulars_app'
export const databaseName = 'regulars'

export async function clusterExists(dir: string): Promise<boolean> {
  return (await readFile(join(dir, 'PG_VERSION'), 'utf8').catch(() => undefined)) !== undefined
}

/** Refuses a cluster of another major version before the server refuses it in words only a DBA understands. */
export async function checkClusterVersion(cluster: Cluster): Promise<void> {
  const found = (await readFile(join(cluster.dir, 'PG_VERSION'), 'utf8')).trim()
  const ours = cluster.binaries.version.split('.')[0]
  if (found === ours) return
  throw new EmbeddedPostgresError(
    `${cluster.dir} was made by PostgreSQL ${found}; this Regulars ships PostgreSQL ${ours}. ` +
      `Start it with the Regulars that made it, export, and import here.`,
  )
}

/**
 * Makes an empty cluster: UTF-8, checksums, compared byte by byte (`builtin` C.UTF-8: the same on every machine, and
 * it knows that 店 is a letter), passwords only. A killed run leaves nothing but a folder that the next one removes.
 */
export async function createCluster(cluster: Cluster, ownerPassword: string, isDurable: boolean): Promise<void> {
  const unfinished = `${cluster.dir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  const passwordFile = `${unfinished}.password`
  await writeFile(passwordFile, ownerPassword, { mode: 0o600 })
  if (cluster.user) {
    await chown(unfinished, cluster.user.uid, cluster.user.gid)
    await chown(passwordFile, cluster.user.uid, cluster.user.gid)
  }
  try {
    await run(cluster.binaries.initdb, initdbArguments(unfinished, passwordFile, isDurable), processOptions(cluster))
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    throw new EmbeddedPostgresError(
      `PostgreSQL could not make its data in ${cluster.dir}: ${stderr?.trim() || message}`,
    )
  } finally {
    await rm(passwordFile, { force: true })
  }
  await appendFile(
    join(unfinished, 'postgresql.conf'),
    `\ninclude_if_exists = '${serverConfigName}'\ninclude_if_exists = '${archiveConfigName}'\n`,
  )
  await rename(unfinished, cluster.dir)
}

function initdbArguments(dir: string, passwordFile: string, isDurable: boolean): string[] {
  return [
    `--pgdata=${dir}`,
    `--username=${ownerRole}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    ...(isDurable ? [] : ['--no-sync']),
  ]
}

/** Written at every start. */
export const serverConfigName = 'regulars.conf'
/** Written by the backup module: where WAL segments go. Comes last, so that it wins. */
export const archiveConfigName = 'regulars-archive.conf'

/** Writes the settings and the list of who may connect: two roles with passwords over loopback, nobody else. */
export async function configureCluster(cluster: Cluster, settings: Record<string, string>): Promise<void> {
  const roles = `${ownerRole},${appRole}`
  const access = ['127.0.0.1/32', '::1/128'].map((from) => `host all ${roles} ${from} scram-sha-256\n`).join('')
  await replaceFile(cluster, serverConfigName, settingsFile(settings))
  await replaceFile(cluster, 'pg_hba.conf', `# Written by Regulars at every start.\n${access}`)
}

async function replaceFile(cluster: Cluster, name: string, text: string): Promise<void> {
  const path = join(cluster.dir, name)
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  if (cluster.user) await chown(`${path}.new`, cluster.user.uid, cluster.user.gid)
  await rename(`${path}.new`, path)
}

export async function readSecrets(dataDir: string): Promise<ClusterSecrets | undefined> {
  const text = await readFile(join(dataDir, 'database.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as ClusterSecrets)
}

export async function writeSecrets(dataDir: string, secrets: ClusterSecrets): Promise<void> {
  const path = join(dataDir, 'database.json')
  await writeFile(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * Gives the superuser a new password without knowing the old one: for a cluster whose `database.json` is lost, or that
 * was restored from a backup. The server must be down; its single-user mode does it.
 */
export async function resetOwnerPassword(cluster: Cluster, password: string): Promise<void> {
  const server = spawn(cluster.binaries.postgres, ['--single', '-D', cluster.dir, 'postgres'], {
    ...processOptions(cluster),
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  server.stdin.end(`alter role ${ownerRole} password '${password}'\n`)
  const [code] = await once(server, 'close')
  if (code === 0 && !/^.*(ERROR|FATAL|PANIC):/m.test(log)) return
  throw new EmbeddedPostgresError(`PostgreSQL could not set a new password in ${cluster.dir}: ${log.trim()}`)
}

/** How every program of the cluster is started: as its user, in a folder that user can enter, deaf to our locale. */
export function processOptions(cluster: Cluster) {
  const { PATH, SystemRoot, TEMP } = process.env
  return {
    cwd: dirname(cluster.dir),
    env: { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' } as NodeJS.ProcessEnv,
    ...(cluster.user ? { uid: cluster.user.uid, gid: cluster.user.gid } : {}),
  }
}

/** A free port from 20000 on, below the range that systems hand out for outgoing connections. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isPortFree(port)) return port
  }
  throw new EmbeddedPostgresError('No free port between 20000 and 32000 on 127.0.0.1 for the embedded PostgreSQL.')
}

export async function isPortFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
