import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { BackupError, manifestName, readManifest, walArchiveDir, type Manifest } from './backup-layout.ts'
import { isOlder } from './wal-segments.ts'

export type BackupSummary = Pick<
  Manifest,
  'name' | 'startedAt' | 'finishedAt' | 'bytes' | 'systemIdentifier' | 'firstSegment'
> & {
  backupDir: string
}

/** The finished base backups in a folder, oldest first. */
export async function listBackups(backupsDir: string): Promise<BackupSummary[]> {
  const folder = resolve(backupsDir)
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory() && !/^wal-|\.unfinished$/.test(entry.name))
  const summaries: BackupSummary[] = []
  for (const { name: folderName } of names) {
    const backupDir = join(folder, folderName)
    if (!(await readdir(backupDir)).includes(manifestName)) continue
    const { name, startedAt, finishedAt, bytes, systemIdentifier, firstSegment } = await readManifest(backupDir)
    summaries.push({ name, startedAt, finishedAt, bytes, systemIdentifier, firstSegment, backupDir })
  }
  return summaries.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
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

/** Removes all but the newest `keep` base backups, and the WAL that only the removed ones needed. */
export async function pruneBackups(backupsDir: string, keep: number): Promise<BackupSummary[]> {
  if (!Number.isInteger(keep) || keep < 1) throw new BackupError('At least one backup must be kept.')
  const backups = await listBackups(backupsDir)
  const removed = backups.slice(0, -keep)
  for (const backup of removed) await rm(backup.backupDir, { recursive: true, force: true })

  const kept = backups.slice(-keep)
  for (const systemIdentifier of new Set(backups.map((backup) => backup.systemIdentifier))) {
    const oldest = kept.find((backup) => backup.systemIdentifier === systemIdentifier)
    const archiveDir = walArchiveDir(resolve(backupsDir), systemIdentifier)
    if (!oldest) await rm(archiveDir, { recursive: true, force: true })
    else await pruneWal(archiveDir, oldest.firstSegment)
  }
  return removed
}

async function pruneWal(archiveDir: string, firstSegment: string): Promise<void> {
  for (const name of await readdir(archiveDir)) {
    if (/^[0-9A-F]{24}/.test(name) && isOlder(name.slice(0, 24), firstSegment)) await rm(join(archiveDir, name))
  }
}
