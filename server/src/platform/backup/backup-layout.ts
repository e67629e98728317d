import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256Of } from './hashed-files.ts'

/** A backup could not be taken, checked or restored; the message tells the person at the machine what to do. */
export class BackupError extends Error {
  override name = 'BackupError'
}

/**
 * `manifest.json` of a base backup: every file it consists of. Beside it lies `manifest.json.sha256`, so that a
 * damaged manifest is noticed too.
 */
export type Manifest = {
  name: string
  startedAt: string
  /** From here on the backup can be restored to any instant that the WAL archive reaches. */
  finishedAt: string
  postgresVersion: string
  /** PostgreSQL's own number of the cluster; a restored copy keeps it. */
  systemIdentifier: string
  /** Folder beside the backup that the WAL goes to. */
  walFolder: string
  segmentBytes: number
  /** WAL needed to make the files consistent: from the first to the last of these segments. */
  firstSegment: string
  lastSegment: string
  bytes: number
  files: ManifestFile[]
  /** Folders, the empty ones too: PostgreSQL does not start without its own. */
  folders: string[]
}

export type ManifestFile = { path: string; bytes: number; sha256: string }

export const manifestName = 'manifest.json'
/** Holds the cluster's files inside a base backup. */
export const dataFolder = 'data'
/** Files of `DATA_DIR` beside the cluster without which its data cannot be read. */
export const keptBesideCluster = ['secret.key']

/** Name of a base backup: the instant it was begun, sortable, legal in every file system. */
export function backupName(at: Date): string {
  return at.toISOString().replaceAll(':', '-')
}

export function walArchiveOf(backupDir: string, manifest: Manifest): string {
  return join(dirname(backupDir), manifest.walFolder)
}

/** What a backup consists of. Refuses a manifest that is not, byte for byte, the one that was written: nothing in it is believed. */
export async function readManifest(backupDir: string): Promise<Manifest> {
  const bytes = await readFile(join(backupDir, manifestName)).catch(() => {
    throw new BackupError(`${backupDir} is not a finished backup: it has no ${manifestName}.`)
  })
  const sum = await readFile(join(backupDir, `${manifestName}.sha256`), 'utf8').catch(() => '')
  if (sum !== `${sha256Of(bytes)}\n`) {
    throw new BackupError(`${join(backupDir, manifestName)} is damaged. Use another backup.`)
  }
  return JSON.parse(bytes.toString('utf8')) as Manifest
}
