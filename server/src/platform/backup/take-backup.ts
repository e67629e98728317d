import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Client } from 'pg'
import { syncFolder } from '#platform/embedded-postgres/private-file.ts'
import { archiveWal, readSetting } from './archive-wal.ts'
import { backupName, BackupError, dataFolder, keptBesideCluster, manifestName } from './backup-layout.ts'
import type { Manifest, ManifestFile } from './backup-layout.ts'
import { copyHashed, forEachAtOnce, listTree, sha256Of, syncFileSystem } from './hashed-files.ts'
import { pruneBackups } from './list-backups.ts'
import { readArchiveDir, rememberArchive } from './open-segment-copier.ts'

export type TakeBackupOptions = {
  /** Superuser URL of the running embedded server. */
  ownerUrl: string
  dataDir: string
  /** Holds one folder per base backup and the WAL archive. Best on another disk. */
  backupsDir: string
  /** How many base backups to keep, with the WAL since the oldest of them. Default: all. */
  keep?: number
}

export type TakenBackup = { backupDir: string; manifest: Manifest }

/**
 * Takes a base backup of the running server, and has its WAL archived from now on, so that any later instant can be
 * restored. The shop goes on selling meanwhile. Returns once the backup is complete, on disk, and can be restored.
 *
 * Refuses a server that is not the embedded one of `dataDir`: an outside PostgreSQL has tools of its own.
 */
export async function takeBackup(options: TakeBackupOptions): Promise<TakenBackup> {
  const backupsDir = resolve(options.backupsDir)
  await mkdir(backupsDir, { recursive: true, mode: 0o700 })
  const client = new Client({ connectionString: options.ownerUrl })
  await client.connect()
  try {
    const clusterDir = await findCluster(client, options.dataDir)
    const systemIdentifier = await onlyValue(client, 'select system_identifier::text from pg_control_system()')
    const archiveDir = await chooseArchive(options.dataDir, backupsDir, systemIdentifier)
    await archiveWal(client, clusterDir, archiveDir)
    await rememberArchive(options.dataDir, archiveDir)
    const walFolder = basename(archiveDir)
    const { dataDir } = options
    const taken = await copyCluster(client, { clusterDir, backupsDir, systemIdentifier, walFolder, dataDir })
    if (options.keep !== undefined) await pruneBackups(backupsDir, options.keep)
    return taken
  } finally {
    await client.end()
  }
}

/**
 * The archive that this database writes to already, or a new one. Never one that it wrote to before: in between it has
 * archived elsewhere, or was restored and took another course, whose WAL bears the same names.
 */
async function chooseArchive(dataDir: string, backupsDir: string, systemIdentifier: string): Promise<string> {
  const present = await readArchiveDir(dataDir)
  if (present && dirname(present) === backupsDir && (await stat(present).catch(() => undefined))) return present
  return join(backupsDir, `wal-${systemIdentifier}-${backupName(new Date())}`)
}

async function findCluster(client: Client, dataDir: string): Promise<string> {
  const clusterDir = await realpath(join(dataDir, 'postgres')).catch(() => undefined)
  if (!clusterDir || (await readSetting(client, 'data_directory')) !== clusterDir) {
    throw new BackupError(
      `The database is not the embedded one of ${dataDir}. Back up a PostgreSQL of your own with its own tools ` +
        '(pg_basebackup, pgBackRest).',
    )
  }
  if ((await readSetting(client, 'archive_mode')) !== 'on') {
    throw new BackupError('This database is a throw-away one, without durability: there is nothing to back up.')
  }
  if (process.platform === 'win32') {
    throw new BackupError(
      'Backup of the embedded database does not work on Windows yet. Stop Regulars and copy DATA_DIR.',
    )
  }
  return clusterDir
}

async function copyCluster(
  client: Client,
  from: { clusterDir: string; backupsDir: string; systemIdentifier: string; walFolder: string; dataDir: string },
): Promise<TakenBackup> {
  const startedAt = new Date()
  const name = backupName(startedAt)
  const unfinished = join(from.backupsDir, `${name}.unfinished`)
  const backupDir = join(from.backupsDir, name)
  await mkdir(join(unfinished, dataFolder), { recursive: true, mode: 0o700 })
  try {
    // The checkpoint is spread out by default to spare the disk; a person waits for this one.
    const firstLsn = await onlyValue(client, 'select pg_backup_start($1, fast => true)', [name])
    const { files, folders } = await copyFiles(from.clusterDir, unfinished)
    const stop = await stopBackup(client)
    for (const [path, text] of Object.entries({ backup_label: stop.label, tablespace_map: stop.tablespaces })) {
      if (text) files.push(await writeInto(unfinished, `${dataFolder}/${path}`, text))
    }
    files.push(...(await copyBeside(from.dataDir, unfinished)))
    const manifest: Manifest = {
      name,
      startedAt: startedAt.toISOString(),
      finishedAt: stop.finishedAt.toISOString(),
      postgresVersion: await readSetting(client, 'server_version'),
      systemIdentifier: from.systemIdentifier,
      walFolder: from.walFolder,
      segmentBytes: Number(await onlyValue(client, "select setting from pg_settings where name = 'wal_segment_size'")),
      firstSegment: await onlyValue(client, 'select pg_walfile_name($1)', [firstLsn]),
      lastSegment: stop.lastSegment,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      files,
      folders,
    }
    await writeManifest(unfinished, manifest)
    await syncFileSystem(unfinished)
    await rename(unfinished, backupDir)
    await syncFolder(from.backupsDir)
    return { backupDir, manifest }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

/** Ends the backup and waits until the WAL that makes it consistent has reached the archive. */
async function stopBackup(client: Client) {
  await client.query("set statement_timeout = '120s'")
  try {
    const { rows } = await client.query<{ label: string; tablespaces: string; lastSegment: string; finishedAt: Date }>(
      `select labelfile as label, spcmapfile as tablespaces, pg_walfile_name(lsn) as "lastSegment",
        clock_timestamp() as "finishedAt" from pg_backup_stop(wait_for_archive => true)`,
    )
    return rows[0]!
  } catch (error) {
    const { rows } = await client.query<{ wal: string | null }>('select last_failed_wal as wal from pg_stat_archiver')
    if ((error as { code?: string }).code !== '57014' || !rows[0]?.wal) throw error
    throw new BackupError(
      `WAL segment ${rows[0].wal} could not be copied to the backup folder; postgres.log says why. ` +
        'Is that disk full, or not mounted?',
    )
  }
}

/**
 * What PostgreSQL makes anew at start, or must not see again. Its own list, in "Making a Base Backup Using the
 * Low Level API". The archive settings stay out so that a restored copy does not write into the archive of the original.
 */
const emptiedFolders = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//
const skippedFiles =
  /(^|\/)(postmaster\.(pid|opts)|regulars-archive\.(conf|sh)|pg_internal\.init[^/]*|pgsql_tmp.*|.*\.new)$/

async function copyFiles(clusterDir: string, backupDir: string) {
  const tree = await listTree(clusterDir)
  if (tree.others.some((path) => path.startsWith('pg_tblspc/'))) {
    throw new BackupError('The database has tablespaces of its own; this backup does not know them.')
  }
  const folders = tree.folders.filter((path) => !emptiedFolders.test(path) && !skippedFiles.test(path))
  folders.push('pg_wal/archive_status', 'pg_wal/summaries')
  for (const path of folders) await mkdir(join(backupDir, dataFolder, path), { recursive: true, mode: 0o700 })

  const control = 'global/pg_control'
  const paths = tree.files.filter((path) => !emptiedFolders.test(path) && !skippedFiles.test(path) && path !== control)
  const files: ManifestFile[] = []
  const copyOne = async (path: string) => {
    const file = await copyInto(clusterDir, path, backupDir, `${dataFolder}/${path}`)
    if (file) files.push(file)
  }
  await forEachAtOnce(paths, copyOne)
  await copyOne(control) // Last: it must not be older than any file that a checkpoint has settled meanwhile.
  return { files, folders: folders.map((path) => `${dataFolder}/${path}`) }
}

/** Undefined when the file is gone: PostgreSQL dropped a table meanwhile, and the WAL says so. */
async function copyInto(fromDir: string, from: string, toDir: string, to: string): Promise<ManifestFile | undefined> {
  try {
    return { path: to, ...(await copyHashed(join(fromDir, from), join(toDir, to))) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}

async function copyBeside(dataDir: string, backupDir: string): Promise<ManifestFile[]> {
  const copies = await Promise.all(keptBesideCluster.map((name) => copyInto(dataDir, name, backupDir, name)))
  return copies.filter((copy) => copy !== undefined)
}

async function writeInto(backupDir: string, path: string, text: string): Promise<ManifestFile> {
  await writeFile(join(backupDir, path), text, { mode: 0o600 })
  return { path, bytes: Buffer.byteLength(text), sha256: sha256Of(text) }
}

async function writeManifest(backupDir: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`
  await writeFile(join(backupDir, manifestName), text, { mode: 0o600 })
  await writeFile(join(backupDir, `${manifestName}.sha256`), `${sha256Of(text)}\n`, { mode: 0o600 })
}

async function onlyValue(client: Client, text: string, values: unknown[] = []): Promise<string> {
  const { rows } = await client.query<unknown[]>({ text, values, rowMode: 'array' })
  return String(rows[0]?.[0])
}
