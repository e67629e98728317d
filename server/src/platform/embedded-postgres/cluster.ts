import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { appRole, ownerRole } from './cluster-secrets.ts'
import { settingsFile } from './cluster-settings.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { syncFolder, writePrivateFile } from './private-file.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)

/** Where the cluster lies, who runs it, and with which programs. */
export type Cluster = { dir: string; user: ServerUser | undefined; binaries: Binaries }

/** Written at every start. */
export const serverConfigName = 'regulars.conf'
/** Written by the backup module: where WAL segments go. Read last, so that it wins. */
export const archiveConfigName = 'regulars-archive.conf'

export async function clusterExists(dir: string): Promise<boolean> {
  return (await stat(join(dir, 'PG_VERSION')).catch(() => undefined)) !== undefined
}

/** Refuses a cluster that the server would refuse too, but in words for the person at the machine. */
export async function checkCluster(cluster: Cluster): Promise<void> {
  const { uid } = await stat(cluster.dir)
  const self = process.getuid?.()
  if (self === 0 && uid === 0 && cluster.user) await chownAll(cluster.dir, cluster.user) // Copied here by root.
  else if (self !== undefined && self !== 0 && uid !== self) {
    throw new EmbeddedPostgresError(
      `${cluster.dir} belongs to another account (uid ${uid}). Start Regulars as that account or as root, ` +
        'or set DATA_DIR to a folder of your own.',
    )
  }
  const found = (await readFile(join(cluster.dir, 'PG_VERSION'), 'utf8')).trim()
  const ours = cluster.binaries.version.split('.')[0]
  if (found === ours) return
  throw new EmbeddedPostgresError(
    `${cluster.dir} was made by PostgreSQL ${found}; this Regulars ships PostgreSQL ${ours}. ` +
      'Start it with the Regulars that made it, export, and import here.',
  )
}

/** Gives a whole folder to the account that runs the server. */
export async function chownAll(path: string, user: ServerUser): Promise<void> {
  await chown(path, user.uid, user.gid)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) await chownAll(inner, user)
    else if (entry.isFile()) await chown(inner, user.uid, user.gid)
  }
}

/**
 * Makes an empty cluster: UTF-8, checksums, text compared byte by byte (`builtin` C.UTF-8: the same on every machine),
 * passwords only. A killed run leaves nothing but a folder that the next one removes.
 */
export async function createCluster(cluster: Cluster, ownerPassword: string, isDurable: boolean): Promise<void> {
  if (await lstat(cluster.dir).catch(() => undefined)) {
    throw new EmbeddedPostgresError(
      `${cluster.dir} exists but holds no PostgreSQL data. Move it away, or set DATA_DIR to another folder.`,
    )
  }
  const unfinished = `${cluster.dir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  if (cluster.user) await chown(unfinished, cluster.user.uid, cluster.user.gid)
  const passwordFile = `${unfinished}.password`
  await writePrivateFile(passwordFile, ownerPassword, cluster.user)
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
  await includeOurSettings(join(unfinished, 'postgresql.conf'))
  await rename(unfinished, cluster.dir)
  await syncFolder(dirname(cluster.dir))
}

/** On the disk before the cluster bears its name: a power cut in the first seconds would leave zeros at the file's end. */
async function includeOurSettings(configPath: string): Promise<void> {
  const config = await open(configPath, 'a')
  try {
    await config.write(`\ninclude = '${serverConfigName}'\ninclude = '${archiveConfigName}'\n`)
    await config.sync()
  } finally {
    await config.close()
  }
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

/** Writes the settings and the list of who may connect: two roles with passwords over loopback, nobody else. */
export async function configureCluster(cluster: Cluster, settings: Record<string, string>): Promise<void> {
  const archiveConfig = join(cluster.dir, archiveConfigName)
  const hasArchive = await stat(archiveConfig).catch(() => undefined)
  if (!hasArchive) await writePrivateFile(archiveConfig, '# No WAL archive yet: see regulars backup.\n', cluster.user)
  const access = `host all ${ownerRole},${appRole} 127.0.0.1/32 scram-sha-256\n`
  await writePrivateFile(join(cluster.dir, serverConfigName), settingsFile(settings), cluster.user)
  await writePrivateFile(
    join(cluster.dir, 'pg_hba.conf'),
    `# Written by Regulars at every start.\n${access}`,
    cluster.user,
  )
}

/** Whether the cluster was last started with these very settings. */
export async function isConfiguredAs(cluster: Cluster, settings: Record<string, string>): Promise<boolean> {
  const written = await readFile(join(cluster.dir, serverConfigName), 'utf8').catch(() => undefined)
  return written === settingsFile(settings)
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
  if (code === 0 && !/(ERROR|FATAL|PANIC):/.test(log)) return
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
