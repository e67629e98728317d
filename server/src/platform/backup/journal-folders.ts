import type { Config } from '#platform/config.ts'
import { readBackupsDir } from './open-segment-copier.ts'

/**
 * Where journals lie that must outlive whatever the database is put back to: beside the cluster, and beside the backups,
 * for the day when the disk of `DATA_DIR` is lost.
 */
export async function foldersOfJournals({
  dataDir,
  backupDir,
}: Pick<Config, 'dataDir' | 'backupDir'>): Promise<string[]> {
  const inUse = await readBackupsDir(dataDir)
  return [...new Set([dataDir, ...(backupDir ? [backupDir] : []), ...(inUse ? [inUse] : [])])]
}
