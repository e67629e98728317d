import { constants, chmod, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkCluster, chownAll, configureCluster, type Cluster } from '#platform/embedded-postgres/cluster.ts'
import { findFreePort } from '#platform/embedded-postgres/cluster-secrets.ts'
import { clusterSettings } from '#platform/embedded-postgres/cluster-settings.ts'
import { lockDataDir } from '#platform/embedded-postgres/data-dir-lock.ts'
import { diskUse } from '#platform/embedded-postgres/disk-space.ts'
import { EmbeddedPostgresError } from '#platform/embedded-postgres/embedded-postgres-error.ts'
import { prepareCluster, prepareDataDir } from '#platform/embedded-postgres/prepare-cluster.ts'
import { syncFolder, writePrivateFile } from '#platform/embedded-postgres/private-file.ts'
import { launchServer, stopServer } from '#platform/embedded-postgres/server-process.ts'
import { shellQuoted } from './archive-wal.ts'
import {
  BackupError,
  dataFolder,
  keptBesideCluster,
  readManifest,
  walArchiveOf,
  type Manifest,
} from './backup-layout.ts'
import { forEachAtOnce } from './hashed-files.ts'
import { listOpenSegments, readOpenSegment } from './open-segment.ts'
import { verifyBackup } from './verify-backup.ts'
import { archivedSince } from './wal-segments.ts'

export type RestoreOptions = {
  /** One base backup; `chooseBackup` finds the right one for an instant. */
  backupDir: string
  /** Must hold no database. */
  dataDir: string
  /** Restores what was committed up to this instant. Default: all that reached the archive. */
  targetTime?: Date
}

export type Restored = {
  backupName: string
  /** The last commit that came back, if any lay after the backup. */ lastCommitAt: Date | undefined
}

const recoveryTimeoutMs = 24 * 3_600_000 // Days of WAL take hours; the log shows that it goes on.

/**
 * Makes a database in `dataDir` from a base backup and the WAL archived since, and leaves it stopped: the next start
 * gives it new passwords.
 *
 * The result is exactly what was committed up to `targetTime`, no transaction in part. Refuses a damaged backup, a
 * `dataDir` that holds a database, and an instant that the backup cannot reach. Killed or failed, it leaves no database.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const backupDir = resolve(options.backupDir)
  const manifest = await readManifest(backupDir)
  checkTarget(manifest, options.targetTime)
  const dataDir = await prepareDataDir(resolve(options.dataDir))
  const lock = await lockDataDir(dataDir)
  try {
    if (await stat(join(dataDir, 'postgres')).catch(() => undefined)) {
      throw new BackupError(`${dataDir} holds a database already. Move it away, or restore into another DATA_DIR.`)
    }
    const { ok, problems } = await verifyBackup(backupDir)
    if (!ok) throw new BackupError(`${backupDir} is damaged, nothing was restored: ${problems.slice(0, 5).join('; ')}.`)

    const cluster = await prepareCluster(dataDir, 'postgres.restoring')
    const walDir = `${cluster.dir}-wal`
    try {
      await copyBack(backupDir, manifest, cluster, walDir)
      const lastCommitAt = await recover(cluster, dataDir, walDir, options.targetTime)
      await keepSecrets(backupDir, manifest, dataDir)
      await rename(cluster.dir, join(dataDir, 'postgres'))
      await syncFolder(dataDir)
      return { backupName: manifest.name, lastCommitAt }
    } finally {
      await rm(cluster.dir, { recursive: true, force: true })
      await rm(walDir, { recursive: true, force: true })
    }
  } finally {
    lock.release()
  }
}

function checkTarget(manifest: Manifest, targetTime: Date | undefined): void {
  if (!targetTime || targetTime >= new Date(manifest.finishedAt)) return
  throw new BackupError(
    `Backup ${manifest.name} was finished at ${manifest.finishedAt}: it cannot restore ${targetTime.toISOString()}, ` +
      'which lies before. Choose an older backup.',
  )
}

/** Copies files and WAL into `DATA_DIR`, where the server's account can read them; cloned, where the disk can do that. */
async function copyBack(backupDir: string, manifest: Manifest, cluster: Cluster, walDir: string): Promise<void> {
  for (const folder of [cluster.dir, walDir]) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { mode: 0o700 })
  }
  const inCluster = (path: string) => join(cluster.dir, path.slice(dataFolder.length + 1))
  for (const path of manifest.folders) await mkdir(inCluster(path), { recursive: true, mode: 0o700 })
  await forEachAtOnce(manifest.files, async ({ path }) => {
    if (path.startsWith(`${dataFolder}/`)) await copyPrivately(join(backupDir, path), inCluster(path))
  })
  const archiveDir = walArchiveOf(backupDir, manifest)
  for (const name of await archivedSince(archiveDir, manifest.firstSegment)) {
    await copyPrivately(join(archiveDir, name), join(walDir, name))
  }
  for (const name of await listOpenSegments(archiveDir, manifest.firstSegment)) {
    const { bytes } = await readOpenSegment(archiveDir, name)
    const whole = Buffer.concat([bytes], manifest.segmentBytes) // Filled up with zeros, where recovery ends.
    await writeFile(join(walDir, name), whole, { mode: 0o600 })
  }
  if (cluster.user) {
    await chownAll(cluster.dir, cluster.user)
    await chownAll(walDir, cluster.user)
  }
  await checkCluster(cluster)
}

async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  await chmod(to, 0o600)
}

/** Runs the server, on a port that nobody knows, until it has replayed the WAL; gives the instant of the last commit replayed. */
async function recover(cluster: Cluster, dataDir: string, walDir: string, targetTime: Date | undefined) {
  const port = await findFreePort()
  const settings = clusterSettings({ port, isDurable: true, diskBytes: (await diskUse(dataDir)).totalBytes })
  await configureCluster(cluster, {
    ...settings,
    archive_mode: 'off',
    hot_standby: 'off',
    restore_command: `cp ${shellQuoted(walDir).replaceAll('%', '%%')}/%f "%p"`,
    ...(targetTime ? { recovery_target_time: inSql(targetTime), recovery_target_action: 'promote' } : {}),
  })
  await writePrivateFile(join(cluster.dir, 'recovery.signal'), '', cluster.user)

  const logPath = join(dataDir, 'restore.log')
  await rm(logPath, { force: true })
  try {
    const server = await launchServer(cluster, logPath, port, recoveryTimeoutMs)
    await stopServer(cluster, server)
  } catch (error) {
    throw explainRecovery(error, targetTime)
  }
  const lastCommit = /last completed transaction was at log time ([\d-]+) ([\d:.]+)\+00/.exec(
    await readFile(logPath, 'utf8'),
  )
  return lastCommit ? new Date(`${lastCommit[1]}T${lastCommit[2]}Z`) : undefined
}

/** PostgreSQL reads no `T` and no `Z` in this setting. */
function inSql(instant: Date): string {
  return instant.toISOString().replace('T', ' ').replace('Z', '+00')
}

function explainRecovery(error: unknown, targetTime: Date | undefined): unknown {
  if (!(error instanceof EmbeddedPostgresError)) return error
  if (error.message.includes('recovery ended before configured recovery target was reached')) {
    return new BackupError(
      `The archive does not reach ${targetTime?.toISOString()}, nothing was restored. ` +
        'Choose an earlier instant, or give none to restore all there is.',
    )
  }
  return new BackupError(`The backup could not be restored. ${error.message}`)
}

/** The key that opens sealed values comes back too; another key that lies there already is set aside, not lost. */
async function keepSecrets(backupDir: string, manifest: Manifest, dataDir: string): Promise<void> {
  for (const name of keptBesideCluster.filter((each) => manifest.files.some((file) => file.path === each))) {
    const text = await readFile(join(backupDir, name), 'utf8')
    const present = await readFile(join(dataDir, name), 'utf8').catch(() => undefined)
    if (present !== undefined && present !== text)
      await rename(join(dataDir, name), join(dataDir, `${name}.before-restore`))
    await writePrivateFile(join(dataDir, name), text)
  }
  // Passwords and archive of the database that was here before; the next start and the next backup make new ones.
  for (const name of ['database.json', 'backup.json']) await rm(join(dataDir, name), { force: true })
}
