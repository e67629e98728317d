import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { BackupError, readManifest, type Manifest } from './backup-layout.ts'
import { readArchiveDir } from './open-segment-copier.ts'
import { isOlder } from './wal-segments.ts'

export type BackupSummary = Omit<Manifest, 'files' | 'folders'> & { backupDir: string }

/** The finished base backups in a folder, oldest first; one whose manifest cannot be read is as good as none. */
export async function listBackups(backupsDir: string): Promise<BackupSummary[]> {
  const folder = resolve(backupsDir)
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory() && !/^wal-|\.unfinished$/.test(entry.name))
  const summaries: BackupSummary[] = []
  for (const { name: folderName } of names) {
    const backupDir = join(folder, folderName)
    const manifest = await readManifest(backupDir).catch(() => undefined)
    if (!manifest) continue
    const { files: _files, folders: _folders, ...summary } = manifest
    summaries.push({ ...summary, backupDir })
  }
  return summaries.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
}

/** Those of the database in `dataDir` that the WAL it archives now goes on from. */
export async function listOwnBackups(backupsDir: string, dataDir: string): Promise<BackupSummary[]> {
  const archiveDir = await readArchiveDir(dataDir)
  if (!archiveDir || dirname(archiveDir) !== resolve(backupsDir)) return []
  return (await listBackups(backupsDir)).filter(({ walFolder }) => walFolder === basename(archiveDir))
}

/** The newest base backup from which `targetTime` can be reached; without one, the newest. */
export async function chooseBackup(backupsDir: string, targetTime?: Date): Promise<BackupSummary> {
  const backups = await listBackups(backupsDir)
  if (backups.length === 0) throw new BackupError(`${backupsDir} holds no finished backup.`)
  const chosen = backups.findLast((backup) => !targetTime || new Date(backup.finishedAt) <= targetTime)
  if (chosen) return chosen
  throw new BackupError(
    `The oldest backup in ${backupsDir} was finished at ${backups[0]?.finishedAt}: ` +
      `${targetTime?.toISOString()} lies before it and cannot be restored.`,
  )
}

/** Removes all but the newest `keep` base backups of each database, and the WAL that only the removed ones needed. */
export async function pruneBackups(backupsDir: string, keep: number): Promise<BackupSummary[]> {
  if (!Number.isInteger(keep) || keep < 1) throw new BackupError('At least one backup must be kept.')
  const backups = await listBackups(backupsDir)
  const perDatabase = Map.groupBy(backups, (backup) => backup.systemIdentifier)
  const kept = [...perDatabase.values()].flatMap((own) => own.slice(-keep))
  const removed = backups.filter((backup) => !kept.includes(backup))
  for (const backup of removed) await rm(backup.backupDir, { recursive: true, force: true })

  for (const walFolder of new Set(removed.map((backup) => backup.walFolder))) {
    const oldest = kept.find((backup) => backup.walFolder === walFolder)
    const archiveDir = join(resolve(backupsDir), walFolder)
    if (oldest) await pruneWal(archiveDir, oldest.firstSegment)
    else await rm(archiveDir, { recursive: true, force: true })
  }
  return removed
}

async function pruneWal(archiveDir: string, firstSegment: string): Promise<void> {
  for (const name of await readdir(archiveDir)) {
    if (/^[0-9A-F]{24}/.test(name) && isOlder(name.slice(0, 24), firstSegment)) await rm(join(archiveDir, name))
  }
}
